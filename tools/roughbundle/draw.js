// pathSegments reads the paths Go writes: absolute commands and numbers, a space between any two.
function pathSegments(path) {
  "use strict";
  var words = path.split(" "), out = [], data;
  for (var i = 0; i < words.length; i++) {
    var c = words[i].charCodeAt(0);
    if (c >= 65 && c <= 90) out.push({ key: words[i], data: (data = []) });
    else data.push(+words[i]);
  }
  return out;
}

// draw(kind, arguments, options) gives a shape as one Float64Array, so that Go reads bytes and not objects:
// for each set, its type (0 line, 1 solid fill, 2 sketched fill), its number of steps, then each step as its
// code (0 move, 1 curve, 2 line) and its coordinates.
function draw(kind, args, options) {
  "use strict";
  var generator = rough.generator();
  var sets = generator[kind].apply(generator, JSON.parse(args).concat([JSON.parse(options)])).sets;
  var types = { path: 0, fillPath: 1, fillSketch: 2 };
  var codes = { move: 0, bcurveTo: 1, lineTo: 2 };
  var out = [];
  for (var s = 0; s < sets.length; s++) {
    var ops = sets[s].ops;
    out.push(types[sets[s].type], ops.length);
    for (var i = 0; i < ops.length; i++) {
      out.push(codes[ops[i].op]);
      var data = ops[i].data;
      for (var j = 0; j < data.length; j++) out.push(data[j]);
    }
  }
  return new Float64Array(out).buffer;
}
