/** Longer stretches are cut: a text is to be read, not to fill memory. */
const LONGEST = 400;

/**
 * Characters that would reorder or hide their surroundings, spelt out. Joiners and marks of direction stay: Arabic,
 * Persian, Indic scripts and emoji are written with them, and they end with the character beside them.
 */
const UNSAFE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u200b\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/g;
const LONE_SURROGATE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** A stretch of running text that is safe to show beside others. */
export function spell(text: string): string {
  const head = text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}\u2026` : text;
  return head
    .replace(LONE_SURROGATE, "\ufffd")
    .replace(UNSAFE, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
