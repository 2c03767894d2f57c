const LONGEST = 28;

/** Characters that would change or hide what is around them are spelt out. */
const UNSAFE = /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/g;
const LONE_SURROGATE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** A token as a label: one line, nothing invisible, not too long. */
export function label(text: string): string {
  const head = text.length > LONGEST * 4 ? text.slice(0, LONGEST * 4) : text;
  const spelt = head
    .replace(LONE_SURROGATE, "\ufffd")
    .replace(UNSAFE, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
  const characters = [...spelt];
  if (spelt.trim() === "") {
    return "\u2423".repeat(Math.max(1, Math.min(characters.length, 3)));
  }
  return characters.length > LONGEST ? `${characters.slice(0, LONGEST - 1).join("")}\u2026` : spelt;
}
