// A form with data-keep that is sent while there is no connection: it stays on the page with everything typed, says so, and
// can be sent again. (The browser would show its own error page instead. Forms that htmx sends are looked after by
// js/write/lost.js.)
(() => {
  const notice = (form) => form.querySelector("[data-lost]");

  const say = (form, lost) => {
    const place = notice(form);
    if (place) {
      place.querySelector("[data-lost-offline]").hidden = !lost;
      place.hidden = !lost;
      if (lost) {
        place.scrollIntoView({ block: "nearest" });
      }
    }
  };

  // before every other listener: those see that the form was not sent
  document.addEventListener(
    "submit",
    (event) => {
      const form = event.target;
      if (form.method !== "post" || !("keep" in form.dataset) || form.hasAttribute("data-hx-post") || !notice(form)) {
        return;
      }
      if (!navigator.onLine) {
        event.preventDefault();
      }
      say(form, !navigator.onLine);
    },
    true,
  );
})();
