// Draw a digit: the probabilities of chapter 2's network and the feature maps of its first layer, at each stroke.
(() => {
  const SIDE = 28;
  const INK = 2.4;        // width of a stroke, in pixels of the network's image
  const BOX = 20;         // MNIST's digits fill a box of 20 × 20
  const MAPS = 64;
  const COLUMNS = 16;
  const GAP = 2;
  const STEP = 0.04;      // of the pad's side, for an arrow key
  const EXAMPLE = [[[.33, .27], [.42, .19], [.56, .19], [.65, .28], [.62, .40], [.48, .47],
    [.62, .53], [.67, .65], [.58, .78], [.42, .80], [.32, .71]]];

  /** Draws strokes, whose coordinates are in units of the side, with a scale and a shift in pixels. */
  function draw(context, strokes, scale, dx, dy, width) {
    context.lineWidth = width;
    context.lineCap = context.lineJoin = 'round';
    context.strokeStyle = '#fff';
    for (const stroke of strokes) {
      context.beginPath();
      stroke.forEach(([x, y]) => context.lineTo(x * scale + dx, y * scale + dy));
      // A line of no length would leave no dot.
      if (stroke.length === 1) context.lineTo(stroke[0][0] * scale + dx + 0.01, stroke[0][1] * scale + dy);
      context.stroke();
    }
  }

  /**
   * What MNIST's makers did: the longer side of the ink becomes 20 pixels, and its centre of mass comes into
   * the pixel behind the image's middle.
   */
  function asMnist(strokes) {
    const xs = strokes.flat().map(([x]) => x);
    const ys = strokes.flat().map(([, y]) => y);
    const left = Math.min(...xs), top = Math.min(...ys);
    const extent = Math.max(Math.max(...xs) - left, Math.max(...ys) - top, 0.05);
    const scale = (BOX - INK) / extent;
    const canvas = new OffscreenCanvas(2 * SIDE, 2 * SIDE);
    const context = canvas.getContext('2d', { willReadFrequently: true });
    const pixels = (dx, dy) => {
      context.clearRect(0, 0, 2 * SIDE, 2 * SIDE);
      draw(context, strokes, scale, dx - left * scale, dy - top * scale, INK);
      const { data } = context.getImageData(0, 0, 2 * SIDE, 2 * SIDE);
      return Float32Array.from({ length: 4 * SIDE * SIDE }, (_, i) => data[4 * i + 3] / 255);
    };
    let sum = 0, x = 0, y = 0;
    pixels(SIDE / 2, SIDE / 2).forEach((ink, i) => {
      sum += ink;
      x += ink * (i % (2 * SIDE) + 0.5);
      y += ink * (Math.floor(i / (2 * SIDE)) + 0.5);
    });
    const moved = pixels(SIDE + 0.5 - x / sum, SIDE + 0.5 - y / sum);
    return Float32Array.from({ length: SIDE * SIDE },
      (_, i) => moved[Math.floor(i / SIDE) * 2 * SIDE + i % SIDE]);
  }

  demos.define('digit', async box => {
    const pad = box.querySelector('.pad');
    const seen = box.querySelector('.seen').getContext('2d');
    const maps = box.querySelector('.maps').getContext('2d');
    const list = box.querySelector('.bars');
    const status = box.querySelector('[role=status]');
    const classify = await demos.model('digit', [1, SIDE, SIDE]);
    const board = pad.getContext('2d');
    let strokes = EXAMPLE;
    let example = true;
    let pen = [0.5, 0.5];
    let down = false;

    function show() {
      board.clearRect(0, 0, pad.width, pad.height);
      draw(board, strokes, pad.width, 0, 0, pad.width * 0.075);
      if (document.activeElement === pad && pad.dataset.keys) {
        board.lineWidth = 2;
        board.strokeStyle = down ? '#ffb070' : '#8ab4f8';
        board.beginPath();
        board.arc(pen[0] * pad.width, pen[1] * pad.height, 12, 0, 7);
        board.stroke();
      }
    }

    function showMaps(values) {
      const most = values.reduce((a, b) => Math.max(a, b), 1e-6);
      // The root lets weak answers be seen beside strong ones.
      const shares = values.map(value => Math.sqrt(value / most));
      for (let map = 0; map < MAPS; map++) {
        demos.grey(maps, shares, SIDE, SIDE, map % COLUMNS * (SIDE + GAP),
          Math.floor(map / COLUMNS) * (SIDE + GAP), map * SIDE * SIDE);
      }
    }

    const read = demos.newest(async () => {
      const pixels = strokes.length ? asMnist(strokes) : new Float32Array(SIDE * SIDE);
      demos.grey(seen, pixels, SIDE, SIDE);
      const [answer, activity] = await classify(pixels);
      showMaps(activity);
      const shares = strokes.length ? [...answer] : Array(10).fill(0);
      demos.bars(list, shares.map((share, digit) => [digit, share]));
      const best = shares.indexOf(Math.max(...shares));
      [...list.children].forEach((row, digit) => row.classList.toggle('best', strokes.length > 0 && digit === best));
      status.textContent = strokes.length
        ? `${example ? 'An example: the' : 'The'} network reads ${best}, with a probability of ${demos.percent(shares[best])}.`
        : 'Draw a digit.';
      // Lets the page be drawn, and the pointer be heard, between two answers.
      await new Promise(requestAnimationFrame);
    });

    function change() {
      show();
      read();
    }

    function begin(at) {
      if (example) {
        strokes = [];
        example = false;
      }
      strokes = [...strokes, [at]];
      down = true;
      change();
    }

    function go(at) {
      if (down) strokes[strokes.length - 1].push(at);
      change();
    }

    function clear() {
      strokes = [];
      example = down = false;
      change();
    }

    const at = event => {
      const { left, top, width, height } = pad.getBoundingClientRect();
      return [(event.clientX - left) / width, (event.clientY - top) / height];
    };
    pad.addEventListener('pointerdown', event => {
      // Neither a second finger nor another button than the first draws.
      if (!event.isPrimary || event.button !== 0) return;
      delete pad.dataset.keys;
      pad.setPointerCapture(event.pointerId);
      begin(at(event));
    });
    pad.addEventListener('pointermove', event => {
      if (down && event.isPrimary && pad.hasPointerCapture(event.pointerId)) go(at(event));
    });
    ['pointerup', 'pointercancel'].forEach(
      type => pad.addEventListener(type, event => { if (event.isPrimary) down = false; }));
    const arrows = { ArrowLeft: [-STEP, 0], ArrowRight: [STEP, 0], ArrowUp: [0, -STEP], ArrowDown: [0, STEP] };
    pad.addEventListener('keydown', event => {
      if (event.key in arrows) {
        pad.dataset.keys = 'yes';
        pen = pen.map((value, axis) => Math.min(0.95, Math.max(0.05, value + arrows[event.key][axis])));
        go(pen);
      } else if (event.key === ' ') {
        pad.dataset.keys = 'yes';
        if (down) down = false;
        else begin(pen);
        show();
      } else if (event.key === 'Delete' || event.key === 'Backspace') {
        clear();
      } else {
        return;
      }
      event.preventDefault();
    });
    ['focus', 'blur'].forEach(type => pad.addEventListener(type, show));
    box.querySelector('.clear').addEventListener('click', clear);
    show();
    await read();
  });
})();
