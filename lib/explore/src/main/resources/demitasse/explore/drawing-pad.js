// Runs as the handler of an image within the pad, because a page does not run scripts that a widget brings. The strokes
// are the value of the text widget beside the pad, so the kernel is told of them, and a page that is reloaded has them.
const pad = this.parentNode.querySelector('canvas');
const board = pad.getContext('2d');
const PAUSE = 50;       // milliseconds between two messages
const TRIES = 50;       // the text widget may be shown later than the pad
const STEP = 10;        // pixels, for an arrow key
const RING = 14;        // radius of what shows where the keys' pen stands
const ARROWS = { ArrowLeft: [-STEP, 0], ArrowRight: [STEP, 0], ArrowUp: [0, -STEP], ArrowDown: [0, STEP] };
let strokes = [];
let pen = [pad.width / 2, pad.height / 2];      // of the keys
let down = false;       // whichever pen draws
let keys = false;       // whether the keys were used last
let due = false;

const field = () => pad.closest('.widget-vbox')?.querySelector('.widget-text input');

function show() {
  board.clearRect(0, 0, pad.width, pad.height);
  board.lineWidth = Number(pad.dataset.pen);
  board.lineCap = board.lineJoin = 'round';
  board.strokeStyle = '#fff';
  for (const stroke of strokes) {
    board.beginPath();
    stroke.forEach(([x, y]) => board.lineTo(x, y));
    // A line of no length would leave no dot.
    if (stroke.length === 1) board.lineTo(stroke[0][0] + 0.01, stroke[0][1]);
    board.stroke();
  }
  if (keys && document.activeElement === pad) {
    board.lineWidth = 2;
    board.strokeStyle = down ? '#ffb070' : '#8ab4f8';
    board.beginPath();
    board.arc(...pen, RING, 0, 2 * Math.PI);
    board.stroke();
  }
}

function tell() {
  due = false;
  const text = field();
  text.value = strokes.map(stroke => stroke.map(point => point.join(',')).join(' ')).join(';');
  text.dispatchEvent(new Event('input', { bubbles: true }));
}

function change() {
  show();
  if (!due) {
    due = true;
    setTimeout(tell, PAUSE);
  }
}

function restore(tries) {
  const text = field();
  if (text?.value) {
    strokes = text.value.split(';').map(stroke => stroke.split(' ').map(point => point.split(',').map(Number)));
    show();
  } else if (!text && tries) {
    setTimeout(() => restore(tries - 1), PAUSE);
  }
}

const within = (value, side) => Math.min(side, Math.max(0, Math.round(value)));

function at(event) {
  const { left, top, width, height } = pad.getBoundingClientRect();
  return [within((event.clientX - left) / width * pad.width, pad.width),
    within((event.clientY - top) / height * pad.height, pad.height)];
}

function begin(place) {
  strokes.push([place]);
  down = true;
  change();
}

function clear() {
  strokes = [];
  down = false;
  change();
}

pad.addEventListener('pointerdown', event => {
  // Neither a second finger nor another button than the first draws.
  if (!event.isPrimary || event.button !== 0) return;
  pad.setPointerCapture(event.pointerId);
  keys = false;
  begin(at(event));
  event.preventDefault();
});
pad.addEventListener('pointermove', event => {
  if (!down || keys || !event.isPrimary) return;
  const stroke = strokes[strokes.length - 1];
  const [x, y] = at(event);
  const [lastX, lastY] = stroke[stroke.length - 1];
  if (Math.hypot(x - lastX, y - lastY) < 2) return;
  stroke.push([x, y]);
  change();
});
['pointerup', 'pointercancel'].forEach(
  type => pad.addEventListener(type, event => { if (event.isPrimary && !keys) down = false; }));

function useKeys() {
  down = down && keys;
  keys = true;
}

function move([dx, dy]) {
  useKeys();
  pen = [within(pen[0] + dx, pad.width), within(pen[1] + dy, pad.height)];
  if (down) {
    strokes[strokes.length - 1].push(pen);
    change();
  } else {
    show();
  }
}

function lowerOrLift() {
  useKeys();
  if (down) {
    down = false;
    show();
  } else {
    begin(pen);
  }
}

pad.addEventListener('keydown', event => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key in ARROWS) move(ARROWS[event.key]);
  else if (event.key === ' ' || event.key === 'Enter') lowerOrLift();
  else if (event.key === 'Delete' || event.key === 'Backspace') clear();
  else return;
  event.preventDefault();
  event.stopPropagation();      // the notebook has its own use for these keys
});
pad.addEventListener('focus', () => {
  keys = keys || pad.matches(':focus-visible');
  if (keys) pad.style.outline = '3px solid #4285f4';
  show();
});
pad.addEventListener('blur', () => {
  down = false;
  pad.style.outline = '';
  show();
});
this.parentNode.querySelector('button').addEventListener('click', clear);
restore(TRIES);
