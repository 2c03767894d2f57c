import type { Filters } from "../model/lens";
import type { Limits } from "../model/limits";
import type { Messages } from "./messages";

/** Sentences on what filters and limits do to what is read and drawn, and how exact the numbers are. */
export function filterNotes(
  { special, words, threshold, top }: Filters & Limits, signed: boolean, model: string, messages: Messages,
): readonly string[] {
  return [
    ...(special === "hide" ? [messages.text("noteHidden")] : []),
    ...(special === "renormalise" ? [messages.text("noteRenormalised")] : []),
    ...(words ? [messages.text("noteWords")] : []),
    ...(threshold > 0 ? [messages.text("noteThreshold", { threshold: threshold.toFixed(2) })] : []),
    ...(top > 0 ? [messages.text("noteTop", { count: top })] : []),
    messages.text(signed ? "noteSigned" : "noteBits"),
    ...(model ? [messages.text("noteModel", { model })] : []),
  ];
}
