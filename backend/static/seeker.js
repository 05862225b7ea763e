// Small helps for the secure pages; every page works without them.

// LIFF and browsers may show a page again from memory: what was typed must not come back then.
window.addEventListener("pageshow", (event) => {
  if (event.persisted) window.location.reload();
});

const errors = document.querySelector("[data-focus]");
if (errors) errors.focus();

// One tap, one post. The server counts a form that is posted twice only once anyway.
for (const form of document.querySelectorAll("form[data-once]")) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "yes";
    form.querySelector("button[type=submit]").setAttribute("aria-disabled", "true");
  });
}
