// The block of data, unpacked; `render/html/data.rs` writes it and says how.

const DIGITS = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';
const LEVEL = new Map([...DIGITS].map((digit, value) => [digit, value / 61]));
const STATES = ['unseen', 'indirect', 'declared', 'dormant', 'weak', 'strong'];
const UNSEEN = 0, INDIRECT = 1, DECLARED = 2, DORMANT = 3, WEAK = 4, STRONG = 5;

const whole = (text) => Number.parseInt(text, 36);
const share = (text, largest) => (text[0] === '.' ? null : whole(text) / largest);
/** A place from −1 to 1; the middle where there is none. */
const placeOf = (text) => (share(text, 46655) ?? 0.5) * 2 - 1;
const levels = (text) => Array.from(text, (digit) => LEVEL.get(digit) ?? null);

/** One line of a ledger: `gap,direction channels,interactions,weight,contribution`. */
const ledgerOf = (text, asOf, channels) => {
  if (!text) return [];
  let ago = 0;
  return text.split(';').map((line) => {
    const [gap, how, interactions, weight, contribution] = line.split(',');
    ago += whole(gap);
    return {
      day: dayBefore(asOf, ago),
      direction: { o: 'out', i: 'in', b: 'both' }[how[0]] ?? 'both',
      channels: Array.from(how.slice(1), (digit) => channels[DIGITS.indexOf(digit)]).filter(Boolean),
      interactions: interactions ? whole(interactions) : 1,
      weight: weight ? whole(weight) / 100 : 1,
      contribution: whole(contribution) / 1000,
    };
  });
};

/** People with the evidence of their ties; the ledger is unpacked when somebody looks. */
const peopleOf = ({ asOf, people }) => people.name.map((name, index) => {
  const of = (column) => people[column][index];
  const day = (column) => (of(column) === null ? null : dayBefore(asOf, of(column)));
  return {
    index, name, handle: of('handle'), position: of('position'), band: of('band'),
    strength: of('strength'), p90: of('p90'), silence: of('silence'),
    contactDays: of('contactDays'), interactions: of('interactions'), reciprocity: of('reciprocity'), momentum: of('momentum'),
    get fadesOn() { return day('fadesOn'); },
    get first() { return day('first'); },
    get last() { return day('last'); },
    get earlier() { return of('earlier'); },
    get ledger() { return ledgerOf(of('ledger'), asOf, people.channels); },
  };
});

/** The map: marks at their places, ties between them, and who can turn to whom. */
const mapOf = ({ map }, people) => {
  const months = map.months.length;
  const marks = map.person.map((person, index) => {
    const evidence = person === null ? null : people[person];
    const [name, handle] = evidence ? [evidence.name, evidence.handle] : map.owner[0];
    return {
      index, evidence, name, handle, folded: folded(`${name} ${handle} ${evidence?.position ?? ''}`),
      x: placeOf(map.places.slice(index * 6, index * 6 + 3)),
      y: placeOf(map.places.slice(index * 6 + 3, index * 6 + 6)),
      community: map.community[index],
      channels: Array.from(map.on[index], (digit) => DIGITS.indexOf(digit)),
      states: Array.from(map.states.slice(index * months, (index + 1) * months), Number),
      strengths: levels(map.strengths.slice(index * months, (index + 1) * months)),
      ties: [],
      hops: new Map(),
    };
  });
  const width = 6 + months + 10;
  const ties = [];
  for (let at = 0; at < map.ties.length; at += width) {
    const text = map.ties.slice(at, at + width);
    const rest = text.slice(6 + months);
    const tie = {
      from: whole(text.slice(0, 3)), to: whole(text.slice(3, 6)),
      odds: levels(text.slice(6, 6 + months)), p90: share(rest.slice(0, 2), 1295),
      out: share(rest.slice(2, 6), 1679615), back: share(rest.slice(6), 1679615),
    };
    ties.push(tie);
    marks[tie.from].ties.push(tie);
    marks[tie.to].ties.push(tie);
    if (tie.out) marks[tie.from].hops.set(tie.to, tie.out);
    if (tie.back) marks[tie.to].hops.set(tie.from, tie.back);
  }
  const markOf = new Map(marks.filter((mark) => mark.evidence).map((mark) => [mark.evidence.index, mark]));
  return { months: map.months, channels: map.channels, communities: map.communities, marks, ties, markOf };
};

/** A text as it is searched: without case and accents. */
function folded(text) {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
}
