import { tableOf, type DayFigures } from './figures.ts';

const escape = (text: string) =>
  text.replace(/[&<>"]/g, (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[c] ?? c);

interface Bar {
  label: string;
  value: number;
  color?: string;
}

/** Horizontal bars, each with its label and value. */
/** A time of the day at its site. */
const clock = (time: string) =>
  Number.isNaN(Date.parse(time))
    ? time
    : new Intl.DateTimeFormat('en-GB', { timeZone: 'Asia/Seoul', dateStyle: 'medium', timeStyle: 'short' }).format(
        new Date(time),
      );

function bars(list: Bar[], unit = ''): string {
  const most = Math.max(1, ...list.map((bar) => bar.value));
  const row = 26;
  const lines = list.map((bar, at) => {
    const width = Math.max(1, (bar.value / most) * 360);
    const y = at * row;
    return (
      `<text x="215" y="${y + 17}" text-anchor="end">${escape(bar.label)}</text>` +
      `<rect x="225" y="${y + 4}" width="${width}" height="18" rx="3" fill="${bar.color ?? '#2f6fed'}"/>` +
      `<text x="${233 + width}" y="${y + 17}">${Math.round(bar.value).toLocaleString('en-US')}${unit}</text>`
    );
  });
  return `<svg viewBox="0 0 700 ${list.length * row}" role="img">${lines.join('')}</svg>`;
}

const series = [
  ['ordered', '#8a94a6'],
  ['picked', '#2f6fed'],
  ['packed', '#8b5cf6'],
  ['delivered', '#12a150'],
] as const;

/** Ordered, picked, packed and delivered an hour, as lines over the day. */
function hours(perHour: DayFigures['perHour']): string {
  const most = Math.max(1, ...perHour.flatMap((hour) => series.map(([name]) => hour[name])));
  const [first, last] = [perHour[0]?.hour ?? 0, perHour.at(-1)?.hour ?? 24];
  const x = (hour: number) => 50 + ((hour - first) / Math.max(1, last - first)) * 640;
  const y = (value: number) => 210 - (value / most) * 190;
  const lines = series.map(([name, color]) => {
    const points = perHour.map((hour) => `${x(hour.hour).toFixed(1)},${y(hour[name]).toFixed(1)}`).join(' ');
    return `<polyline points="${points}" fill="none" stroke="${color}" stroke-width="2.5"/>`;
  });
  const marks = perHour
    .filter((_, at) => at % 2 === 0)
    .map(({ hour }) => `<text x="${x(hour)}" y="230" text-anchor="middle">${hour % 24}:00</text>`);
  const legend = series.map(
    ([name, color], at) =>
      `<rect x="${60 + at * 120}" y="244" width="12" height="12" rx="2" fill="${color}"/><text x="${78 + at * 120}" y="255">${name}</text>`,
  );
  const grid = [0, 0.5, 1].map(
    (share) =>
      `<line x1="50" x2="690" y1="${y(share * most)}" y2="${y(share * most)}" stroke="#e4e8ee"/>` +
      `<text x="44" y="${y(share * most) + 4}" text-anchor="end">${Math.round(share * most)}</text>`,
  );
  return `<svg viewBox="0 0 700 264" role="img">${grid.join('')}${lines.join('')}${marks.join('')}${legend.join('')}</svg>`;
}

const outcomeColor = (outcome: string) =>
  outcome === 'delivered' ? '#12a150' : outcome === 'cancelled' || outcome === 'returned' ? '#8a94a6' : '#d9480f';

/** One HTML file that needs no network: figures, charts, what failed and why. */
export function reportOf(day: DayFigures): string {
  const table = tableOf(day)
    .map(([name, value]) => `<tr><th>${escape(name)}</th><td>${escape(value)}</td></tr>`)
    .join('');
  const troubles = day.troubles
    .slice(0, 500)
    .map((t) => `<tr>${[t.order, t.code, t.cause, t.next].map((cell) => `<td>${escape(cell)}</td>`).join('')}</tr>`)
    .join('');
  const { walking } = day;
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Daybreak: a working day</title>
<meta name="viewport" content="width=device-width"><style>
body{font:15px/1.5 system-ui,"Noto Sans KR",sans-serif;color:#1c2430;background:#f6f7f9;margin:0}
main{max-width:60rem;margin:0 auto;padding:2rem 1rem}section{background:#fff;border-radius:12px;padding:1.2rem 1.4rem;margin:1rem 0;box-shadow:0 1px 3px #0001}
h1{margin:.2rem 0}h2{font-size:1.05rem;margin:0 0 .8rem}svg{width:100%;height:auto;font-size:12px;fill:#1c2430}
.verdict{display:inline-block;padding:.2rem .8rem;border-radius:99px;color:#fff;background:${day.passed ? '#12a150' : '#c92a2a'}}
.tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(10rem,1fr));gap:.8rem}.tile{background:#fff;border-radius:12px;padding:1rem;box-shadow:0 1px 3px #0001}
.tile b{display:block;font-size:1.6rem}table{border-collapse:collapse;width:100%}th,td{text-align:left;padding:.3rem .6rem;border-top:1px solid #e4e8ee;vertical-align:top}
th{white-space:pre;font-weight:600}.scroll{overflow:auto;max-height:26rem}</style></head><body><main>
<h1>A working day</h1><p><span class="verdict">${day.passed ? 'passed' : 'not passed'}</span> seed ${day.seed}</p>
<div class="tiles">
<div class="tile"><b>${day.orders.asked.toLocaleString('en-US')}</b>orders</div>
<div class="tile"><b>${(100 * day.orders.onTimeShare).toFixed(1)} %</b>in full and on time</div>
<div class="tile"><b>${day.scans.total.toLocaleString('en-US')}</b>scans</div>
<div class="tile"><b>${day.scans.p50_ms.toFixed(1)} / ${day.scans.p99_ms.toFixed(1)} ms</b>answer p50 / p99</div>
<div class="tile"><b>${Math.round(day.routes.distance_km).toLocaleString('en-US')} km</b>driven</div></div>
<section><h2>The day by the hour</h2>${hours(day.perHour)}</section>
<section><h2>How the orders ended</h2>${bars(Object.entries(day.orders.byOutcome).map(([label, value]) => ({ label, value, color: outcomeColor(label) })))}</section>
<section><h2>Metres walked</h2>${bars(
    [
      { label: 'one order a tour', value: walking.single_m, color: '#8a94a6' },
      { label: 'planned', value: walking.planned_m },
      { label: 'walked', value: walking.walked_m, color: '#12a150' },
    ],
    ' m',
  )}</section>
<section><h2>Busiest bins</h2>${bars(day.busiestBins.map(({ bin, picks }) => ({ label: bin, value: picks })))}</section>
<section><h2>Scans by flow</h2>${bars(Object.entries(day.scans.byFlow).map(([label, value]) => ({ label, value })))}</section>
<section><h2>Why scans were refused</h2>${bars(Object.entries(day.scans.refusals).map(([label, value]) => ({ label, value, color: '#e8890c' })))}</section>
<section><h2>Cut-offs</h2><table><tr><th>name</th><th>orders</th><th>on time</th><th>last delivered</th></tr>${day.tides
    .map(
      (tide) =>
        `<tr><td>${escape(tide.name)}</td><td>${tide.orders}</td><td>${tide.onTime}</td><td>${clock(tide.lastDelivered)}</td></tr>`,
    )
    .join('')}</table></section>
<section><h2>What failed and why</h2>${troubles === '' ? '<p>Nothing.</p>' : `<div class="scroll"><table><tr><th>order</th><th>code</th><th>cause</th><th>next</th></tr>${troubles}</table></div>`}</section>
<section><h2>Figures</h2><table>${table}</table></section>
${day.problems.length > 0 ? `<section><h2>Problems</h2><ul>${day.problems.map((p) => `<li>${escape(p)}</li>`).join('')}</ul></section>` : ''}
</main></body></html>`;
}
