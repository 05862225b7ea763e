// Opens a one-time link by itself. A machine that only previews the address runs no script and spends nothing.
const form = document.querySelector("form[data-open-at-once]");
if (form && document.visibilityState === "visible") form.requestSubmit();
