// Introduction paths, as `acquaint path` finds them: at most three hops, the score is the product of the odds of the hops, halved
// for every introducer after the first; the best first, equal ones by fewer hops and then by handle.

const FURTHER_INTRODUCER = 0.5;
const SAME = 1e-9;

const byCharacters = (a, b) => {
  const [left, right] = [Array.from(a), Array.from(b)];
  for (let at = 0; at < Math.min(left.length, right.length); at += 1) {
    const difference = left[at].codePointAt(0) - right[at].codePointAt(0);
    if (difference) return difference;
  }
  return left.length - right.length;
};

const better = (a, b, marks) => {
  if (Math.abs(a.score - b.score) > SAME * Math.max(a.score, b.score)) return b.score - a.score;
  if (a.people.length !== b.people.length) return a.people.length - b.people.length;
  for (let at = 0; at < a.people.length; at += 1) {
    const order = a.people[at] === b.people[at] ? 0 : byCharacters(marks[a.people[at]].handle, marks[b.people[at]].handle);
    if (order) return order;
  }
  return 0;
};

/** The best `count` ways from one person to another, every simple path considered. */
const bestPaths = (marks, from, to, count = 3) => {
  if (from === to) return [];
  let best = [];
  const offer = (people, hops) => {
    const score = hops.reduce((product, odds) => product * odds, 1) * FURTHER_INTRODUCER ** Math.max(0, hops.length - 2);
    if (best.length === count && score < best[count - 1].score * (1 - SAME)) return;
    best.push({ people, hops, score });
    best.sort((a, b) => better(a, b, marks));
    best = best.slice(0, count);
  };
  const last = (person) => marks[person].hops.get(to);
  if (last(from)) offer([from, to], [last(from)]);
  for (const [first, one] of marks[from].hops) {
    if (first === to) continue;
    if (last(first)) offer([from, first, to], [one, last(first)]);
    for (const [second, two] of marks[first].hops) {
      if (second === from || second === to || !last(second)) continue;
      offer([from, first, second, to], [one, two, last(second)]);
    }
  }
  return best;
};
