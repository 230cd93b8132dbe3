// A link to a section that has moved to another chapter still leads to it: where the page has no such place, the address in
// data-find-anchor is asked ("{anchor}" in it is replaced).
(() => {
  const find = () => {
    const anchor = decodeURIComponent(window.location.hash.slice(1));
    const asked = document.querySelector("[data-find-anchor]");
    if (!asked || !/^[\w-]+$/.test(anchor) || document.getElementById(anchor)) {
      return;
    }
    const target = new URL(`${asked.dataset.findAnchor.replace("{anchor}", anchor)}#${anchor}`, window.location.href);
    if (target.href !== window.location.href) {
      window.location.replace(target);
    }
  };
  document.addEventListener("DOMContentLoaded", find);
  window.addEventListener("hashchange", find);
})();
