import uPlot from 'uplot';

// Begins a bundle of its own, which the pages with charts load before their own: those take this package from here (esbuild.mjs),
// so that the package has it once.
Object.assign(globalThis, { queuesideCharts: { uplot: uPlot } });
