// rough.js reads paths with RegExp.$1, an old way of browsers that goja does not have: keep it after each match.
(function () {
  "use strict";
  var match = String.prototype.match;
  String.prototype.match = function (pattern) {
    var found = match.call(this, pattern);
    if (found) RegExp.$1 = found[1] === undefined ? "" : found[1];
    return found;
  };
})();
