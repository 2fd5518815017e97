import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

export const registry = new Registry();
collectDefaultMetrics({ register: registry });

export const httpSeconds = new Histogram({
  name: 'daybreak_http_seconds',
  help: 'Time to answer a request',
  labelNames: ['method', 'route', 'status'],
  buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
  registers: [registry],
});

export const scanSeconds = new Histogram({
  name: 'daybreak_scan_seconds',
  help: 'Time from the arrival of a scan to its answer',
  labelNames: ['flow'],
  buckets: [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
  registers: [registry],
});

export const refusals = new Counter({
  name: 'daybreak_refusals_total',
  help: 'Refusals by code',
  labelNames: ['code'],
  registers: [registry],
});

export const passwordChecks = new Counter({
  name: 'daybreak_password_checks_total',
  help: 'Passwords and PINs that were checked, right, wrong or nobody’s, by the cost of argon2id for each',
  labelNames: ['cost'],
  registers: [registry],
});

export const retries = new Counter({
  name: 'daybreak_transaction_retries_total',
  help: 'Transactions that began again, by SQLSTATE: 40P01 deadlock, 40001 overtaken, 23505 a twin came first',
  labelNames: ['sqlstate'],
  registers: [registry],
});

export const spansDropped = new Counter({
  name: 'daybreak_spans_dropped_total',
  help: 'Spans that no collector took',
  registers: [registry],
});

export const roadQuestions = new Counter({
  name: 'daybreak_road_questions_total',
  help: 'Questions to the server that knows the roads; unanswered ones are reckoned by crow-fly',
  labelNames: ['roads', 'answered'],
  registers: [registry],
});

export const parkedFacts = new Gauge({
  name: 'daybreak_parked_facts',
  help: 'Facts that a consumer could not hear and that wait for somebody; of the whole installation',
  labelNames: ['consumer'],
  registers: [registry],
});
