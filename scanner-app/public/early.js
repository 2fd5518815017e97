// Keys that come before the page can listen: a scan must not lose its start.
window.earlyKeys = [];
window.keepEarly = function (event) {
  window.earlyKeys.push(event);
};
document.addEventListener('keydown', window.keepEarly, true);
