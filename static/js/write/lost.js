// A text that could not be sent: the editor, or the heading in the outline, says so, keeps it, and tries once more when it is asked to.
(() => {
  const REASONS = ["offline", "server", "session"];

  const say = (form, reason) => {
    const place = form.querySelector("[data-lost]");
    if (!place) {
      return;
    }
    for (const name of REASONS) {
      place.querySelector(`[data-lost-${name}]`).hidden = name !== reason;
    }
    place.hidden = !reason;
    if (reason) {
      form.dispatchEvent(new Event("keep-now"));
      place.scrollIntoView({ block: "nearest" });
    }
  };

  const editorOf = (event) => event.target.closest?.("form.editor, form.outline__form");
  const isPreview = (event) => !!event.target.closest(".preview, [name=preview]");

  // A token of before the last log-in is refused once; the form gets the one of now and goes again by itself.
  const renewed = async (form) => {
    if (!writing.once(form, "Renewed")) {
      return false;
    }
    const answer = await fetch(form.getAttribute("action"), { headers: { "HX-Request": "true" } }).catch(() => null);
    const found = answer?.ok && new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[name=csrfmiddlewaretoken]");
    if (!found) {
      return false;
    }
    form.querySelector("[name=csrfmiddlewaretoken]").value = found.value;
    form.requestSubmit();
    return true;
  };

  for (const name of ["htmx:sendError", "htmx:timeout"]) {
    document.addEventListener(name, (event) => {
      const form = editorOf(event);
      if (form && !isPreview(event)) {
        say(form, "offline");
      }
    });
  }

  document.addEventListener("htmx:responseError", async (event) => {
    const form = editorOf(event);
    const { status } = event.detail.xhr;
    if (!form) {
      return;
    }
    if (status === 401) {
      say(form, "session"); // also told by the preview, so that nobody writes on in vain
    } else if (!isPreview(event) && !(status === 403 && (await renewed(form)))) {
      say(form, "server");
    }
  });

  document.addEventListener("htmx:beforeRequest", (event) => {
    const form = editorOf(event);
    if (form && !isPreview(event)) {
      say(form, "");
    }
  });
})();
