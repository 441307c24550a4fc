// What the demonstrations share. A page opened from disk may load scripts but fetch nothing, so each file, packed
// with gzip and written as base64, is a script that calls keep.
(() => {
  const arrived = new Map();
  const loading = new Map();

  function script(file) {
    return new Promise((resolve, reject) => {
      const element = document.createElement('script');
      element.src = `demos/${file}`;
      element.onload = () => { element.remove(); resolve(); };
      element.onerror = () => reject(new Error(`${file} is missing`));
      document.head.append(element);
    });
  }

  /** Browsers from 2025 on have a function for this, which is ten times as fast. */
  function decoded(base64) {
    if (Uint8Array.fromBase64) return Uint8Array.fromBase64(base64);
    const text = atob(base64);
    const result = new Uint8Array(text.length);
    for (let i = 0; i < text.length; i++) result[i] = text.charCodeAt(i);
    return result;
  }

  async function unpack(base64) {
    const unpacked = new Blob([decoded(base64)]).stream().pipeThrough(new DecompressionStream('gzip'));
    return new Uint8Array(await new Response(unpacked).arrayBuffer());
  }

  /** Returns the bytes of a file; each is loaded once. */
  function bytes(name) {
    if (!loading.has(name)) {
      loading.set(name, script(`${name}.js`).then(() => {
        const base64 = arrived.get(name);
        arrived.delete(name);
        return unpack(base64);
      }));
    }
    return loading.get(name);
  }

  let runtime;

  /** ONNX Runtime in WebAssembly, with one thread: several need headers that only a server can send. */
  function onnxRuntime() {
    runtime ??= (async () => {
      const [glue, wasm] = await Promise.all(
        [bytes('ort-wasm-simd-threaded.mjs'), bytes('ort-wasm-simd-threaded.wasm'), script('ort.wasm.min.js')]);
      const ort = self.ort;
      ort.env.wasm.numThreads = 1;
      ort.env.wasm.wasmBinary = wasm.buffer;
      ort.env.wasm.wasmPaths = { mjs: URL.createObjectURL(new Blob([glue], { type: 'text/javascript' })) };
      return ort;
    })();
    return runtime;
  }

  /** Returns a function that gives a model one input of the given shape, and returns its outputs in their order. */
  async function model(name, shape) {
    const [ort, file] = await Promise.all([onnxRuntime(), bytes(`${name}.onnx`)]);
    const session = await ort.InferenceSession.create(file, { executionProviders: ['wasm'] });
    return async values => {
      const outputs = await session.run({ input: new ort.Tensor('float32', values, [1, ...shape]) });
      return session.outputNames.map(output => outputs[output].data);
    };
  }

  /** Returns a function that does the work for the newest of its arguments, and never twice at a time. */
  function newest(work) {
    let waiting = null;
    let busy = false;
    return async (...given) => {
      waiting = given;
      if (busy) return;
      busy = true;
      try {
        while (waiting) {
          const next = waiting;
          waiting = null;
          await work(...next);
        }
      } finally {
        busy = false;
      }
    };
  }

  /** Starts each demonstration of a kind when it comes near the window; start(box) may fail, which the box says. */
  function define(kind, start) {
    const begin = async box => {
      const status = box.querySelector('[role=status]');
      status.textContent = 'Loading …';
      try {
        await start(box);
        box.dataset.state = 'ready';
      } catch (problem) {
        box.dataset.state = 'failed';
        status.textContent = `This does not work here: ${problem.message}`;
      }
    };
    const watch = new IntersectionObserver(entries => {
      for (const { isIntersecting, target } of entries) {
        if (isIntersecting) {
          watch.unobserve(target);
          begin(target);
        }
      }
    }, { rootMargin: '300px' });
    document.querySelectorAll(`[data-demo=${kind}]`).forEach(box => watch.observe(box));
  }

  /** Shows rows of a name and a share, the bars as wide as the shares. */
  function bars(list, rows) {
    list.replaceChildren(...rows.map(([name, share]) => {
      const row = document.createElement('li');
      const label = document.createElement('span');
      label.textContent = name;
      const bar = document.createElement('i');
      bar.style.setProperty('--share', share);
      const number = document.createElement('b');
      number.textContent = percent(share);
      row.append(label, bar, number);
      return row;
    }));
  }

  const percent = share => `${(100 * share).toFixed(share < 0.1 ? 1 : 0)} %`;

  /** Draws values from 0 to 1 as grey pixels, black to white, at a place of a canvas. */
  function grey(context, values, width, height, x = 0, y = 0, offset = 0) {
    const image = context.createImageData(width, height);
    for (let i = 0; i < width * height; i++) {
      const level = 255 * Math.min(1, Math.max(0, values[offset + i]));
      image.data.set([level, level, level, 255], 4 * i);
    }
    context.putImageData(image, x, y);
  }

  /** Calls after each change between light and dark. */
  function onTheme(draw) {
    new MutationObserver(draw).observe(document.documentElement, { attributeFilter: ['data-theme'] });
  }

  self.demos = {
    keep: (name, base64) => arrived.set(name, base64),
    bytes, model, newest, define, bars, percent, grey, onTheme,
  };
})();
