import type { TokenInfo } from "../payload/payload";

const LONGEST = 28;

/** Characters that would change or hide what is around them are spelt out. */
const UNSAFE = /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/g;
const LONE_SURROGATE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** A token as a label: one line, nothing invisible, not too long. */
export function label(text: string, longest = LONGEST): string {
  const head = text.length > longest * 4 ? text.slice(0, longest * 4) : text;
  const spelt = head
    .replace(LONE_SURROGATE, "\ufffd")
    .replace(UNSAFE, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
  const characters = [...spelt];
  if (spelt.trim() === "") {
    return "\u2423".repeat(Math.max(1, Math.min(characters.length, 3)));
  }
  return characters.length > longest || head.length < text.length
    ? `${characters.slice(0, longest - 1).join("")}\u2026`
    : spelt;
}

/** What a reader calls the token: its text, without the marks that a vocabulary puts at the edges of words. */
export function prettyText(token: TokenInfo): string {
  if (token.special || token.text !== token.piece) {
    return token.text;
  }
  const bare = token.piece.replace(/^(##|[\u2581\u0120])/, "").replace(/<\/w>$/, "").replaceAll("\u010a", "\n");
  return bare === "" ? token.piece : bare;
}

/** Whether a piece goes on with the word before it. */
export function continuesWord(token: TokenInfo, before: TokenInfo | undefined, marksStarts: boolean): boolean {
  if (!before || token.special || before.special || token.segment !== before.segment) {
    return false;
  }
  if (token.word >= 0 || before.word >= 0) {
    return token.word === before.word;
  }
  if (token.piece.startsWith("##")) {
    return true;
  }
  return marksStarts && !startsWord(token);
}

/** Whether a piece bears the mark that SentencePiece and byte-level vocabularies put before a word. */
export function startsWord(token: TokenInfo): boolean {
  return /^[\u2581\u0120]/.test(token.piece);
}
