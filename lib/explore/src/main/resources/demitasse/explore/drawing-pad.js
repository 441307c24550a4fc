// Runs as the handler of an image within the pad, because a page does not run scripts that a widget brings. The strokes
// are the value of the text widget beside the pad, so the kernel is told of them, and a page that is reloaded has them.
const pad = this.parentNode.querySelector('canvas');
const board = pad.getContext('2d');
const PAUSE = 50;       // milliseconds between two messages
const TRIES = 50;       // the text widget may be shown later than the pad
let strokes = [];
let down = false;
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

function at(event) {
  const { left, top, width, height } = pad.getBoundingClientRect();
  const place = (distance, length, side) => Math.min(side, Math.max(0, Math.round(distance / length * side)));
  return [place(event.clientX - left, width, pad.width), place(event.clientY - top, height, pad.height)];
}

pad.addEventListener('pointerdown', event => {
  // Neither a second finger nor another button than the first draws.
  if (!event.isPrimary || event.button !== 0) return;
  pad.setPointerCapture(event.pointerId);
  strokes.push([at(event)]);
  down = true;
  change();
  event.preventDefault();
});
pad.addEventListener('pointermove', event => {
  if (!down || !event.isPrimary) return;
  const stroke = strokes[strokes.length - 1];
  const [x, y] = at(event);
  const [lastX, lastY] = stroke[stroke.length - 1];
  if (Math.hypot(x - lastX, y - lastY) < 2) return;
  stroke.push([x, y]);
  change();
});
['pointerup', 'pointercancel'].forEach(
  type => pad.addEventListener(type, event => { if (event.isPrimary) down = false; }));
this.parentNode.querySelector('button').addEventListener('click', () => {
  strokes = [];
  change();
});
restore(TRIES);
