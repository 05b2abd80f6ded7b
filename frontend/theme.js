// Runs before the first paint. Somebody who chose light or dark here gets it; everybody else follows the system.
try {
  const theme = localStorage.getItem("theme");
  if (theme === "light" || theme === "dark") {
    document.documentElement.dataset.kernTheme = theme;
  }
} catch {
  // Storage may be forbidden: the system's choice stays.
}
document.documentElement.classList.add("js");
