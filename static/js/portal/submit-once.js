// A form that was sent is not sent again by an impatient second click. (The server refuses doubles too; this saves the wait.)
(() => {
  const WAIT = 15000; // milliseconds after which a second try is allowed: the network may have lost the first

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || event.defaultPrevented) {
      return;
    }
    const sent = Number(form.dataset.sent || 0);
    if (sent && Date.now() - sent < WAIT) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = String(Date.now());
  });

  const release = (root) => {
    for (const form of root.querySelectorAll("form[data-sent]")) {
      delete form.dataset.sent;
    }
  };

  // Back from the next page: the browser shows this one as it was left.
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) {
      release(document);
    }
  });
  document.addEventListener("htmx:afterRequest", () => release(document));
})();
