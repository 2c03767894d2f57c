/** Two tokens that stand for each other; `same` is false for a replaced one. */
export interface Pair {
  readonly a: number;
  readonly b: number;
  readonly same: boolean;
}

/**
 * Which tokens of two texts belong together: the longest common subsequence, and, where as many tokens lie between
 * two common ones on both sides, those one by one. All others have no partner.
 */
export function align(a: readonly string[], b: readonly string[]): Pair[] {
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) {
    start++;
  }
  let end = 0;
  while (end < a.length - start && end < b.length - start && a[a.length - 1 - end] === b[b.length - 1 - end]) {
    end++;
  }
  const middle = common(a.slice(start, a.length - end), b.slice(start, b.length - end));
  const pairs: Pair[] = [];
  const add = (atA: number, atB: number, same: boolean): void => void pairs.push({ a: atA, b: atB, same });
  let lastA = -1;
  let lastB = -1;
  const meet = (atA: number, atB: number): void => {
    if (atA - lastA === atB - lastB) {
      for (let step = 1; step < atA - lastA; step++) {
        add(lastA + step, lastB + step, false);
      }
    }
    add(atA, atB, true);
    lastA = atA;
    lastB = atB;
  };
  for (let i = 0; i < start; i++) {
    meet(i, i);
  }
  middle.forEach(([atA, atB]) => meet(start + atA, start + atB));
  for (let i = end; i > 0; i--) {
    meet(a.length - i, b.length - i);
  }
  if (a.length - lastA === b.length - lastB) {
    for (let step = 1; step < a.length - lastA; step++) {
      add(lastA + step, lastB + step, false);
    }
  }
  return pairs;
}

/** Positions of a longest common subsequence. */
function common(a: readonly string[], b: readonly string[]): [number, number][] {
  const width = b.length + 1;
  const lengths = new Uint16Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      lengths[i * width + j] = a[i] === b[j]
        ? (lengths[(i + 1) * width + j + 1] as number) + 1
        : Math.max(lengths[(i + 1) * width + j] as number, lengths[i * width + j + 1] as number);
    }
  }
  const found: [number, number][] = [];
  for (let i = 0, j = 0; i < a.length && j < b.length;) {
    if (a[i] === b[j]) {
      found.push([i++, j++]);
    } else if ((lengths[(i + 1) * width + j] as number) >= (lengths[i * width + j + 1] as number)) {
      i++;
    } else {
      j++;
    }
  }
  return found;
}
