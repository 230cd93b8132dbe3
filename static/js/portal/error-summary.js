// The summary of a form's errors takes the focus, also where it came by htmx; its links lead into the fields.
(() => {
  const focusSummary = (root) => {
    const summary = root.querySelector("[data-summary]");
    if (summary) {
      summary.focus();
    }
  };

  document.addEventListener("DOMContentLoaded", () => focusSummary(document));
  document.addEventListener("htmx:afterSettle", (event) => focusSummary(event.target));

  document.addEventListener("click", (event) => {
    const link = event.target.closest('[data-summary] a[href^="#"]');
    const field = link && document.getElementById(link.hash.slice(1));
    if (field) {
      event.preventDefault();
      field.closest(".field")?.scrollIntoView({ block: "start" });
      field.focus({ preventScroll: true });
    }
  });

  // Errors come from the server, in the portal's own words and next to the field; the browser's bubbles stay away.
  document.addEventListener("DOMContentLoaded", () => {
    for (const form of document.querySelectorAll('form[method="post"]')) {
      form.noValidate = true;
    }
  });
})();
