/** One line of a chart: gaps in per cent over seconds. */
export interface Curve {
  name: string;
  points: { at_s: number; gap: number }[];
}

export interface Chart {
  title: string;
  curves: Curve[];
  mean: Curve;
}

const COLORS = [
  '#2f6fed',
  '#12a150',
  '#d9480f',
  '#8b5cf6',
  '#0c8599',
  '#e8590c',
  '#c2255c',
  '#5c940d',
  '#8a94a6',
  '#1c2430',
];
const FIRST_S = 0.25;
const [LEFT, RIGHT, TOP, BOTTOM] = [54, 690, 14, 300];

const escape = (text: string) =>
  text.replace(/[&<>"]/g, (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[c] ?? c);

/** Seconds to the right on a logarithmic scale, per cent upwards. */
function drawn({ curves, mean }: Chart, last_s: number): string {
  // what the first half second does would press everything after it to the ground
  const later = [...curves, mean].flatMap(({ points }) => points.filter(({ at_s }) => at_s >= 1).map(({ gap }) => gap));
  const most = Math.max(0.5, ...later) * 1.05;
  const x = (at_s: number) => LEFT + (Math.log(at_s / FIRST_S) / Math.log(last_s / FIRST_S)) * (RIGHT - LEFT);
  const y = (gap: number) => BOTTOM - (Math.min(gap, most) / most) * (BOTTOM - TOP);
  const line = ({ points }: Curve, color: string, width: number) =>
    `<polyline points="${points.map((p) => `${x(p.at_s).toFixed(1)},${y(p.gap).toFixed(1)}`).join(' ')}" fill="none" stroke="${color}" stroke-width="${width}" stroke-linejoin="round"/>`;
  const colorOf = (at: number) => COLORS[at % COLORS.length]!;
  const seconds = [0.5, 1, 2, 5, 10, 30, 60, 120, 300, 600].filter((mark) => mark <= last_s);
  const rises = [0, 0.25, 0.5, 0.75, 1].map((share) => share * most);
  const grid = [
    ...seconds.map(
      (mark) =>
        `<line x1="${x(mark)}" x2="${x(mark)}" y1="${TOP}" y2="${BOTTOM}" stroke="#eef1f5"/>` +
        `<text x="${x(mark)}" y="${BOTTOM + 18}" text-anchor="middle">${mark} s</text>`,
    ),
    ...rises.map(
      (gap) =>
        `<line x1="${LEFT}" x2="${RIGHT}" y1="${y(gap)}" y2="${y(gap)}" stroke="#e4e8ee"/>` +
        `<text x="${LEFT - 6}" y="${y(gap) + 4}" text-anchor="end">${gap.toFixed(1)} %</text>`,
    ),
  ];
  const legend = [...curves, mean].map((curve, at) => {
    const [column, row] = [at % 3, Math.floor(at / 3)];
    const color = at < curves.length ? colorOf(at) : '#000';
    return (
      `<rect x="${LEFT + column * 215}" y="${BOTTOM + 34 + row * 20}" width="12" height="12" rx="2" fill="${color}"/>` +
      `<text x="${LEFT + 18 + column * 215}" y="${BOTTOM + 45 + row * 20}">${escape(curve.name)}</text>`
    );
  });
  const height = BOTTOM + 44 + Math.ceil((curves.length + 1) / 3) * 20;
  const lines = curves.map((curve, at) => line(curve, colorOf(at), 1.3)).join('');
  return `<svg viewBox="0 0 700 ${height}" role="img">${grid.join('')}${lines}${line(mean, '#000', 3)}${legend.join('')}</svg>`;
}

/** One HTML file that needs no network. */
export function chartReport({ charts, last_s, about }: { charts: Chart[]; last_s: number; about: string }): string {
  const sections = charts.map((chart) => `<section><h2>${escape(chart.title)}</h2>${drawn(chart, last_s)}</section>`);
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Daybreak: routes over time</title>
<meta name="viewport" content="width=device-width"><style>
body{font:15px/1.5 system-ui,"Noto Sans KR",sans-serif;color:#1c2430;background:#f6f7f9;margin:0}
main{max-width:60rem;margin:0 auto;padding:2rem 1rem}section{background:#fff;border-radius:12px;padding:1.2rem 1.4rem;margin:1rem 0;box-shadow:0 1px 3px #0001}
h1{margin:.2rem 0}h2{font-size:1.05rem;margin:0 0 .8rem}svg{width:100%;height:auto;font-size:12px;fill:#1c2430}</style></head><body><main>
<h1>Routes over time</h1><p>Gap to the best known cost in per cent; ${escape(about)}.</p>
${sections.join('\n')}
</main></body></html>
`;
}
