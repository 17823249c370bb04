// The evidence of one person, in a panel over the page: what the tie is, the dated ledger, ways to reach them.

const BANDS = {
  strong: 'strong tie', weak: 'weak tie', fading: 'fading tie', dormant: 'dormant tie', declared: 'only declared',
  none: 'only seen with others',
};

/** The tie in a sentence or two, as `render/html/person.rs` says it too. */
const tieInWords = (person) => {
  if (person.strength === null) {
    return person.band === 'declared'
      ? 'A connection or a card says that you know each other; no contact is in the data.'
      : 'You have met them only together with others: no contact of your own is in the data.';
  }
  const silence = person.silence === null ? 'The' : `After ${counted(person.silence, 'day', 'days')} without contact, the`;
  const odds = `${silence} odds of contact are ${percent(person.strength / 100)} within 30 days (strength ${decimal(person.strength)}) and ${percent(person.p90)} within 90.`;
  return person.fadesOn
    ? `${odds} Left alone, the tie falls below even odds on ${person.fadesOn}.`
    : `${odds} The tie has fallen below even odds.`;
};

const fact = (term, value) => make('div', {}, make('dt', {}, term), make('dd', {}, value));

const factsOf = (person, mark, map) => make('dl', { class: 'facts' },
  person.last && [
    fact('last contact', person.last),
    fact('first contact', person.first ?? UNDEFINED),
    fact('contact-days', decimal(person.contactDays)),
    fact('interactions', decimal(person.interactions)),
    fact('reciprocity', decimal(person.reciprocity, 2)),
  ],
  mark && mark.channels.length > 0 ? fact('channels', mark.channels.map((channel) => map.channels[channel]).join(', ')) : null,
  mark && mark.community !== null ? fact('community', bdi(map.communities[mark.community][0])) : null);

const ledgerTable = (person) => {
  const { ledger, earlier } = person;
  if (ledger.length === 0) return null;
  const head = ['day', 'contact', 'channel', 'weight', 'left of it'];
  const row = (entry) => make('tr', {},
    make('th', { scope: 'row' }, entry.day), make('td', {}, `${entry.interactions} × ${entry.direction}`),
    make('td', {}, entry.channels.join(', ')), make('td', { class: 'num' }, decimal(entry.weight, 2)),
    make('td', { class: 'num' }, decimal(entry.contribution, 2)));
  const sum = (label, value) => make('tr', {},
    make('th', { scope: 'row', colspan: 4 }, label), make('td', { class: 'num' }, decimal(value, 2)));
  return make('table', { class: 'days', 'aria-label': `Ledger of ${person.name}` },
    make('thead', {}, make('tr', {}, head.map((label, at) => make('th', { scope: 'col', class: at > 2 ? 'num' : null }, label)))),
    make('tbody', {}, ledger.map(row),
      earlier && earlier[0] > 0 ? sum(counted(earlier[0], 'earlier contact-day', 'earlier contact-days'), earlier[1]) : null),
    make('tfoot', {}, sum('momentum at the last contact', person.momentum)));
};

/** A way of introduction in words: each hop with its odds, then the total. */
const pathInWords = (path, map) => {
  const chain = make('span', { class: 'chain' });
  path.people.forEach((index, at) => {
    if (at > 0) chain.append(' ', make('span', { class: 'odds' }, `→ ${percent(path.hops[at - 1])} →`), ' ');
    const mark = map.marks[index];
    chain.append(mark.evidence ? nameLink(mark) : make('span', {}, 'you'));
  });
  const introducers = path.people.length - 2;
  const how = introducers === 0 ? 'directly' : introducers === 1 ? 'one introducer' : 'two introducers, which halves the score';
  return [chain, make('span', { class: 'total' }, `${percent(path.score)} in all, ${how}`)];
};

/** A name that leads to its evidence; the page opens it in the panel. */
const nameLink = (mark) => make('a', { class: 'name', href: `#person-${mark.evidence.index}` }, bdi(mark.name));

const pathList = (paths, map) => make('ol', { class: 'paths' }, paths.map((path) => make('li', {}, pathInWords(path, map))));

/** The panel; `open(person)` shows somebody in it. */
const evidencePanel = (map, showOnMap) => {
  const body = make('div', { class: 'evidence' });
  const close = make('button', { type: 'button', class: 'close', 'aria-label': 'Close', click: () => panel.close() }, '×');
  const panel = make('dialog', { id: 'panel', 'aria-labelledby': 'panel-name' }, close, body);
  panel.addEventListener('click', (event) => {
    if (event.target === panel) panel.close();
  });
  document.body.append(panel);

  const open = (person) => {
    const mark = map?.markOf.get(person.index);
    const paths = mark ? bestPaths(map.marks, 0, mark.index) : [];
    const strengths = mark ? mark.strengths.map((strength) => (strength === null ? null : strength * 100)) : [];
    const months = strengths.filter((strength) => strength !== null).length;
    body.replaceChildren(
      make('p', { class: 'eyebrow' }, BANDS[person.band] ?? BANDS.none),
      make('h2', { id: 'panel-name', tabindex: -1 }, bdi(person.name)),
      make('p', { class: 'about' }, person.position ? [bdi(person.position), ' · '] : '', make('span', { class: 'handle' }, person.handle)),
      make('p', {}, tieInWords(person)),
      ...[months > 0 ? make('figure', { class: 'months' },
        sparkline(strengths, `Strength at the end of ${counted(months, 'month', 'months')}, now ${decimal(person.strength)}`),
        make('figcaption', {}, `strength, ${monthInWords(map.months[0])} to ${monthInWords(map.months.at(-1))}`)) : ''],
      factsOf(person, mark, map),
      ...[paths.length > 0 ? make('section', {}, make('h3', {}, 'Ways to reach them'), pathList(paths, map)) : ''],
      ...[person.ledger.length > 0 ? make('section', {}, make('h3', {}, 'Ledger'),
        make('p', { class: 'about' }, 'What is left of each contact-day; the sum is the momentum that strength is reckoned from.'),
        ledgerTable(person)) : ''],
      make('p', { class: 'command' }, 'Everything on record: ', make('code', {}, `acquaint explain ${quoted(person.handle)}`)),
      ...[mark && showOnMap ? make('p', {}, make('button', { type: 'button', class: 'plain', click: () => { panel.close(); showOnMap(mark); } }, 'Show on the map')) : ''],
    );
    if (!panel.open) panel.showModal();
    panel.scrollTop = 0;
    body.querySelector('h2').focus();
  };
  return { open };
};
