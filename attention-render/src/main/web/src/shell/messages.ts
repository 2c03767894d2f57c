import labels from "../../../resources/io/github/attention4j/render/labels.json";

export type LabelName = keyof typeof labels;

/** Everything that a view says, in the words of the page's maker where there are any. */
export class Messages {
  constructor(private readonly own: Readonly<Record<string, string>> = {}) {}

  text(name: LabelName, values: Readonly<Record<string, string | number>> = {}): string {
    const pattern = this.own[name] ?? labels[name];
    return pattern.replace(/\{(\w+)\}/g, (whole, key: string) => String(values[key] ?? whole));
  }
}
