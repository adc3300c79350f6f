// The parts of ECharts that our pages use, as one file: see build.py.
import * as echarts from 'echarts/core';
import { BarChart, LineChart, PieChart } from 'echarts/charts';
import { AriaComponent, GridComponent, LegendComponent } from 'echarts/components';
import { SVGRenderer } from 'echarts/renderers';
import langVI from 'echarts/lib/i18n/langVI.js';

echarts.use([
  BarChart, LineChart, PieChart, AriaComponent, GridComponent, LegendComponent, SVGRenderer,
]);
echarts.registerLocale('VI', langVI);

window.tuphapCharts = { init: (place) => echarts.init(place, null, { renderer: 'svg', locale: 'VI' }) };
