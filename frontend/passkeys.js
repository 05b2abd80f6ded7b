// Asks the browser for a passkey, or to make one, and sends what it answers with the form around the button.
const fromText = (text) =>
  Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0)).buffer;
const toText = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replace(/\+/g, "-")
    .replace(/\//g, "_")
    .replace(/=+$/, "");

function readable({ publicKey }) {
  const known = (entries) => entries?.map((entry) => ({ ...entry, id: fromText(entry.id) }));
  return {
    ...publicKey,
    challenge: fromText(publicKey.challenge),
    ...(publicKey.user && { user: { ...publicKey.user, id: fromText(publicKey.user.id) } }),
    ...(publicKey.excludeCredentials && { excludeCredentials: known(publicKey.excludeCredentials) }),
    ...(publicKey.allowCredentials && { allowCredentials: known(publicKey.allowCredentials) }),
  };
}

function sendable(credential) {
  const response = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (credential.response[name]) {
      response[name] = toText(credential.response[name]);
    }
  }
  return {
    id: credential.id,
    rawId: toText(credential.rawId),
    type: credential.type,
    clientExtensionResults: credential.getClientExtensionResults(),
    response,
  };
}

async function ask(form) {
  const options = await fetch(form.dataset.options, {
    method: "POST",
    headers: { "X-CSRFToken": form.elements.csrfmiddlewaretoken.value },
  });
  if (!options.ok || options.redirected) {
    throw new Error(`${options.status}`);
  }
  const publicKey = readable(await options.json());
  const make = form.dataset.passkey === "create";
  return navigator.credentials[make ? "create" : "get"]({ publicKey });
}

function watch(form) {
  const button = form.querySelector("[data-passkey-button]");
  button.hidden = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const failed = form.querySelector(".passkey-failed");
    failed.textContent = "";
    button.disabled = true;
    try {
      form.elements.credential.value = JSON.stringify(sendable(await ask(form)));
      form.submit();
    } catch {
      failed.textContent = form.dataset.failed;
    } finally {
      button.disabled = false;
    }
  });
}

if (window.PublicKeyCredential) {
  document.querySelectorAll("form[data-passkey]").forEach(watch);
  document.querySelectorAll("[data-passkey-missing]").forEach((sentence) => sentence.remove());
}
