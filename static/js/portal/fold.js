// Contents lists and filters are folded on a phone. Where the browser cannot open them by style alone
// (::details-content), they are opened here on wider screens.
(() => {
  if (CSS.supports("selector(::details-content)")) {
    return;
  }
  document.addEventListener("DOMContentLoaded", () => {
    for (const fold of document.querySelectorAll("details.fold:not(.fold--shut)")) {
      const width = fold.classList.contains("fold--wide") ? "64rem" : "48rem";
      if (window.matchMedia(`(min-width: ${width})`).matches) {
        fold.open = true;
      }
    }
  });
})();
