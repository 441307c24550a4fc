// An extension of JupyterLab as its build tool would make it, without that tool: a container with one module. On a
// narrow screen, as a phone's, the panels at the sides fold, which would leave the chapter 40 pixels.
(() => {
  const narrow = window.matchMedia('(max-width: 700px)');

  const plugin = {
    id: 'demitasse:narrow',
    autoStart: true,
    activate: app => {
      const fold = () => {
        if (narrow.matches) {
          app.shell.collapseLeft();
          app.shell.collapseRight();
        }
      };
      app.restored.then(fold);
      narrow.addEventListener('change', fold);
    }
  };

  window._JUPYTERLAB = window._JUPYTERLAB || {};
  window._JUPYTERLAB.demitasse = {
    init: () => {},
    get: async () => () => ({ default: plugin, __esModule: true })
  };
})();
