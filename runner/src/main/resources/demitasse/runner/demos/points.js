// The map of chapter 9 on a canvas: dots in the colours of their digits, and the digits themselves where there is room.
(() => {
  const SIDE = 28;
  const ROOM = 300;       // so many thumbnails may be in the window
  const MOST_ZOOM = 40;
  const ATLAS = 100;      // thumbnails in a row of the picture that holds them

  let loading;

  /** Returns the places, labels and colours; each place has coordinates from 0 to 1. */
  function points() {
    loading ??= demos.bytes('map.json').then(bytes => {
      const all = JSON.parse(new TextDecoder().decode(bytes));
      const labels = [...all.labels].map(Number);
      return { ...all, labels, middles: middles(all, labels) };
    });
    return loading;
  }

  /** Returns the middle of each label's points: the median, which strays do not move. */
  function middles(all, labels) {
    return all.colours.map((_, label) => [all.x, all.y].map(axis => {
      const own = axis.filter((_, i) => labels[i] === label).sort((a, b) => a - b);
      return own[own.length >> 1];
    }));
  }

  /** Returns a canvas with the ink of all thumbnails, white on nothing: two pixels a byte, of 16 levels each. */
  async function thumbnails(count) {
    const packed = await demos.bytes('thumbnails');
    const canvas = new OffscreenCanvas(ATLAS * SIDE, Math.ceil(count / ATLAS) * SIDE);
    const context = canvas.getContext('2d');
    const image = context.createImageData(canvas.width, canvas.height);
    image.data.fill(255);
    for (let i = 0; i < count * SIDE * SIDE; i++) {
      const point = Math.floor(i / (SIDE * SIDE)), pixel = i % (SIDE * SIDE);
      const x = point % ATLAS * SIDE + pixel % SIDE;
      const y = Math.floor(point / ATLAS) * SIDE + Math.floor(pixel / SIDE);
      image.data[4 * (y * canvas.width + x) + 3] = 17 * (i % 2 ? packed[i >> 1] & 15 : packed[i >> 1] >> 4);
    }
    context.putImageData(image, 0, 0);
    return canvas;
  }

  /** A view of the points: what part of them, and how large. */
  class Chart {
    constructor(canvas, all, atlas) {
      Object.assign(this, { canvas, all, atlas, zoom: 1, x: 0.5, y: 0.5 });
      this.context = canvas.getContext('2d');
      this.over = () => {};
      new ResizeObserver(() => this.draw()).observe(canvas);
      demos.onTheme(() => this.draw());
    }

    get side() {
      return this.canvas.clientWidth;
    }

    /** Returns where a place of the map is in the canvas, in pixels of the page. */
    toCanvas(x, y) {
      const scale = this.side * 0.94 * this.zoom;
      return [(x - this.x) * scale + this.side / 2, (y - this.y) * scale + this.side / 2];
    }

    toMap(x, y) {
      const scale = this.side * 0.94 * this.zoom;
      return [(x - this.side / 2) / scale + this.x, (y - this.side / 2) / scale + this.y];
    }

    /** Looks at another part; a place in the canvas stays where it is when the size changes. */
    look(zoom, fixed = [this.side / 2, this.side / 2]) {
      const [x, y] = this.toMap(...fixed);
      this.zoom = Math.min(MOST_ZOOM, Math.max(1, zoom));
      const [left, top] = this.toMap(...fixed);
      this.move(x - left, y - top);
    }

    move(x, y) {
      const margin = 0.5 / this.zoom;
      const within = value => Math.min(1 - margin, Math.max(margin, value));
      this.x = within(this.x + x);
      this.y = within(this.y + y);
      this.draw();
    }

    /** Returns the points nearest to a place of the map, with their squared distances, nearest first. */
    nearest(x, y, count) {
      const found = [];
      for (let i = 0; i < this.all.x.length; i++) {
        const square = (this.all.x[i] - x) ** 2 + (this.all.y[i] - y) ** 2;
        if (found.length < count || square < found[found.length - 1][1]) {
          found.push([i, square]);
          found.sort((a, b) => a[1] - b[1]);
          found.length = Math.min(found.length, count);
        }
      }
      return found;
    }

    draw() {
      const { canvas, context, all, side } = this;
      const ratio = devicePixelRatio;
      canvas.width = canvas.height = Math.round(side * ratio);
      context.setTransform(ratio, 0, 0, ratio, 0, 0);
      const visible = [];
      for (let i = 0; i < all.x.length; i++) {
        const [x, y] = this.toCanvas(all.x[i], all.y[i]);
        if (x > -SIDE && y > -SIDE && x < side + SIDE && y < side + SIDE) visible.push([i, x, y]);
      }
      const drawn = this.atlas && visible.length <= ROOM;
      for (const [i, x, y] of visible) {
        if (drawn) this.thumbnail(i, x, y, SIDE * Math.min(2, Math.max(1, this.zoom / 8)));
        else this.dot(i, x, y, Math.min(3, 1.5 + this.zoom / 8));
      }
      if (this.zoom < 2) this.names();
      this.over(context);
    }

    /** Writes the labels in the middle of their points. */
    names() {
      const { context, all } = this;
      const style = getComputedStyle(this.canvas);
      context.font = `700 ${Math.max(14, this.side / 22)}px ${style.fontFamily}`;
      context.textAlign = 'center';
      context.textBaseline = 'middle';
      context.lineWidth = 4;
      context.lineJoin = 'round';
      context.strokeStyle = style.backgroundColor;
      context.fillStyle = style.color;
      all.middles.forEach((middle, label) => {
        const [x, y] = this.toCanvas(...middle);
        context.strokeText(label, x, y);
        context.fillText(label, x, y);
      });
    }

    dot(i, x, y, radius) {
      this.context.fillStyle = this.all.colours[this.all.labels[i]];
      this.context.beginPath();
      this.context.arc(x, y, radius, 0, 7);
      this.context.fill();
    }

    thumbnail(i, x, y, size) {
      this.context.fillStyle = this.all.colours[this.all.labels[i]];
      this.context.fillRect(x - size / 2, y - size / 2, size, size);
      this.context.drawImage(this.atlas, i % ATLAS * SIDE, Math.floor(i / ATLAS) * SIDE, SIDE, SIDE,
        x - size / 2, y - size / 2, size, size);
    }
  }

  Object.assign(demos, { points, thumbnails, Chart });
})();
