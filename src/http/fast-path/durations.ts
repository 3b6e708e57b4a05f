/**
 * How long do requests take?
 *
 * A Prometheus histogram. The client library's own finds its labels again with every value, 3 µs of a request of 20; here
 * a route holds on to its counters, and the text for Prometheus is made when it is asked for.
 */

/** Upper bounds in seconds; a look-up takes microseconds, a bulk stream minutes. */
const BOUNDS = [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.1, 0.5, 2.5, 10, 60];

/** What the client library's registry asks a metric for. */
interface Sample {
  readonly metricName: string;
  readonly labels: Readonly<Record<string, string | number>>;
  readonly value: number;
}

/** Counts the requests of one method, route and status. */
export class Duration {
  readonly labels: Readonly<Record<string, string>>;
  /** Requests by the first bound that is not exceeded, those beyond all bounds last. */
  readonly counts = new Float64Array(BOUNDS.length + 1);
  sum = 0;

  constructor(labels: Readonly<Record<string, string>>) {
    this.labels = labels;
  }

  observe(seconds: number): void {
    let bound = 0;
    while (bound < BOUNDS.length && seconds > BOUNDS[bound]!) bound++;
    this.counts[bound]!++;
    this.sum += seconds;
  }
}

/** All durations, in the shape of a metric of the client library. */
export class Durations {
  readonly name = "http_request_duration_seconds";
  readonly help = "Time from the first byte of a request to the last byte of its answer.";
  readonly type = "histogram";
  readonly aggregator = "sum";
  readonly #all = new Map<string, Duration>();

  /** The counters for these labels, to be held on to: finding them takes longer than counting. */
  of(labels: Readonly<Record<string, string>>): Duration {
    const key = JSON.stringify(labels);
    let duration = this.#all.get(key);
    if (duration === undefined) {
      duration = new Duration(labels);
      this.#all.set(key, duration);
    }
    return duration;
  }

  async get() {
    const { name, help, type, aggregator } = this;
    return {
      name,
      help,
      type,
      aggregator,
      values: [...this.#all.values()].flatMap((duration) => this.#samples(duration)),
    };
  }

  #samples({ labels, counts, sum }: Duration): Sample[] {
    let count = 0;
    const samples: Sample[] = [...BOUNDS, "+Inf"].map((le, bound) => {
      count += counts[bound]!;
      return { metricName: `${this.name}_bucket`, labels: { le, ...labels }, value: count };
    });
    samples.push({ metricName: `${this.name}_sum`, labels, value: sum });
    samples.push({ metricName: `${this.name}_count`, labels, value: count });
    return samples;
  }
}
