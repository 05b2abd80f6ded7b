"""Pages as they are sent in a rush: by our server that has published them, and by nginx from the same files."""

import gzip
import shutil
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from kiezkontor.config.bench.servers import Server, base_of, running, serving

APPLICATION = "kiezkontor.config.wsgi:application"
NGINX = """
daemon off; user root; worker_processes 2; pid {folder}/nginx.pid; error_log stderr error;
events {{ worker_connections 1024; }}
http {{
  access_log off; gzip_static on; sendfile on; keepalive_requests 1000000;
  types {{ text/html html; application/atom+xml atom; }}
  client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
  server {{
    listen {host};
    location /static-file/ {{ root {folder}; }}
    location / {{ root {site}; try_files $uri/index.html $uri @ours; }}
    location @ours {{ proxy_pass {ours}; proxy_set_header Host {ours_host}; }}
  }}
}}
"""


@dataclass(frozen=True, slots=True)
class Contestant:
    """files: for each kind of page the file with the paths to ask for."""

    name: str
    server: Server
    files: Mapping[str, Path]


@contextmanager
def contestants(
    folder: Path, environment: Mapping[str, str], paths: Mapping[str, Path], port: int
) -> Iterator[list[Contestant]]:
    """Those that send published pages, for the kinds of pages that are published; none where no such kind is asked for.

    folder: a data folder; port: the first of two.
    """
    files = {kind: file for kind, file in paths.items() if "?" not in file.read_text(encoding="utf-8")}
    if not files:
        yield []
        return
    published = folder / "bench" / "published"
    first = next(iter(files.values())).read_text(encoding="utf-8").split()[0]
    with ExitStack() as stack:
        ours = serving(APPLICATION, port, {**environment, "KONTOR_PUBLISHED": str(published)}, first)
        server = stack.enter_context(ours)
        found = [Contestant("published", server, files)]
        nginx = shutil.which("nginx", path="/usr/sbin:/usr/local/sbin:/usr/bin:/usr/local/bin")
        if nginx is not None:
            config, static = prepared(folder / "bench" / "nginx", published, server, first, port + 1)
            sending = stack.enter_context(running([nginx, "-c", str(config)], port + 1, {}, "/static-file/"))
            found += [Contestant("nginx", sending, files), Contestant("nginx file", sending, {"static": static})]
        yield found


def prepared(folder: Path, published: Path, ours: Server, first: str, port: int) -> tuple[Path, Path]:
    """The configuration of nginx and the paths of a plain file of ours, beside which published pages are measured."""
    page = folder / "static-file" / "index.html"
    page.parent.mkdir(parents=True, exist_ok=True)
    with urllib.request.urlopen(ours.base + first) as answer:  # noqa: S310 - our own http address
        page.write_bytes(answer.read())
    page.with_name("index.html.gz").write_bytes(gzip.compress(page.read_bytes(), 6))
    paths = folder / "static.paths"
    paths.write_text("/static-file/\n", encoding="utf-8")
    config = folder / "nginx.conf"
    site = published / "sites" / ours.base.replace("://", "-")
    host, ours_host = (base.removeprefix("http://") for base in (base_of(port), ours.base))
    config.write_text(
        NGINX.format(folder=folder, site=site, host=host, ours=ours.base, ours_host=ours_host), encoding="utf-8"
    )
    return config, paths
