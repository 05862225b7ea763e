// Trades LINE's ID token for a session of our own. With the emulator the token comes in the address's fragment.
const place = document.getElementById("liff");
const message = document.getElementById("liff-message");
const retry = document.getElementById("liff-retry");

async function idToken() {
  const given = new URLSearchParams(window.location.hash.slice(1)).get("id_token");
  if (!place.dataset.liffId) {
    history.replaceState(null, "", window.location.pathname);
    return given;
  }
  const liff = window.MadoguchiLiff.default;
  await liff.init({ liffId: place.dataset.liffId });
  if (!liff.isLoggedIn()) {
    liff.login({ redirectUri: window.location.href });
    return new Promise(() => {});
  }
  return liff.getIDToken();
}

function page() {
  const last = window.location.pathname.split("/").pop();
  return last && last !== "liff" ? last : place.dataset.page;
}

async function enter() {
  retry.hidden = true;
  try {
    const token = await idToken();
    const response = await fetch("/liff/session", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ id_token: token || "", page: page() }),
    });
    const answer = await response.json();
    if (response.ok) {
      window.location.replace(answer.redirect);
      return;
    }
    message.textContent = answer.message;
  } catch {
    message.textContent = place.dataset.failed;
  }
  retry.hidden = false;
}

retry.addEventListener("click", () => window.location.reload());
enter();
