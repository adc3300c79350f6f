// Draws the chart beside the table of indicators; the table says everything without it.
(() => {
  const place = document.querySelector('[data-chart]');
  const source = place && document.getElementById(place.dataset.chart);
  if (!source || !window.tuphapCharts) return;
  const data = JSON.parse(source.textContent);
  const shades = { own: '#9dbfd5', final: '#0f4c75', before: '#14222d' };
  place.hidden = false;
  const chart = window.tuphapCharts.init(place);
  const text = { color: '#435461', fontFamily: getComputedStyle(place).fontFamily, fontSize: 13 };
  chart.setOption({
    animation: false,
    aria: { enabled: true, label: { description: data.label } },
    textStyle: text,
    legend: { top: 0, left: 0, itemWidth: 13, itemHeight: 13, textStyle: text, selectedMode: false },
    grid: { left: 44, right: 8, top: 40, bottom: 28 },
    xAxis: {
      type: 'category',
      data: data.codes,
      axisTick: { show: false },
      axisLine: { lineStyle: { color: '#b3c0c9' } },
      axisLabel: { ...text, interval: place.clientWidth < 640 ? 'auto' : 0 },
    },
    yAxis: {
      type: 'value',
      min: 0,
      max: 100,
      axisLabel: { ...text, formatter: '{value} %' },
      splitLine: { lineStyle: { color: '#d5dde3' } },
    },
    series: data.series.map((row) => ({
      name: row.name,
      type: row.kind === 'before' ? 'line' : 'bar',
      data: row.values,
      silent: true,
      barGap: '10%',
      symbol: 'diamond',
      symbolSize: 8,
      lineStyle: { type: 'dashed', width: 1.5 },
      itemStyle: { color: shades[row.kind] },
    })),
  });
  addEventListener('resize', () => chart.resize());
})();
