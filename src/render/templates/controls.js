// Parts of the map's controls: a search field with suggestions, the legend that is also the filter, choices, the list of people.

/** People whose name, handle or position has every word, those whose name begins with it first. */
const matches = (marks, text, most) => {
  const words = folded(text).split(/\s+/).filter(Boolean);
  if (words.length === 0) return [];
  const found = marks.filter((mark) => words.every((word) => mark.folded.includes(word)));
  const begins = (mark) => (mark.folded.startsWith(words[0]) ? 0 : mark.folded.includes(` ${words[0]}`) ? 1 : 2);
  return found
    .map((mark) => [begins(mark), mark.strengths.at(-1) ?? -1, mark])
    .sort((a, b) => a[0] - b[0] || b[1] - a[1] || a[2].index - b[2].index)
    .slice(0, most)
    .map(([, , mark]) => mark);
};

/** A field that suggests people while one types (the ARIA combobox pattern). */
const peopleField = (id, label, placeholder, candidates, choose) => {
  let shown = [], active = -1;
  const list = make('ul', { id: `${id}-list`, role: 'listbox', 'aria-label': label, hidden: true });
  const input = make('input', {
    id, type: 'text', role: 'combobox', placeholder, autocomplete: 'off', spellcheck: 'false',
    'aria-expanded': 'false', 'aria-controls': `${id}-list`, 'aria-autocomplete': 'list',
  });
  const close = () => {
    list.hidden = true;
    active = -1;
    input.setAttribute('aria-expanded', 'false');
    input.removeAttribute('aria-activedescendant');
  };
  const pick = (mark) => {
    input.value = mark.name;
    close();
    choose(mark);
  };
  const activate = (at) => {
    active = (at + shown.length) % shown.length;
    [...list.children].forEach((option, index) => option.setAttribute('aria-selected', index === active));
    list.children[active].scrollIntoView({ block: 'nearest' });
    input.setAttribute('aria-activedescendant', `${id}-${active}`);
  };
  const suggest = () => {
    shown = matches(candidates(), input.value, 8);
    list.replaceChildren(...shown.map((mark, at) => make('li', {
      id: `${id}-${at}`, role: 'option', 'aria-selected': 'false',
      pointerdown: (event) => { event.preventDefault(); pick(mark); },
    }, bdi(mark.name), make('small', {}, bdi(mark.evidence?.position || mark.handle)))));
    if (shown.length === 0 && input.value.trim()) list.append(make('li', { class: 'none', role: 'option', 'aria-disabled': 'true', 'aria-selected': 'false' }, 'nobody of that name'));
    list.hidden = list.children.length === 0;
    active = -1;
    input.removeAttribute('aria-activedescendant');
    input.setAttribute('aria-expanded', String(!list.hidden));
  };
  input.addEventListener('input', suggest);
  input.addEventListener('blur', close);
  input.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') {
      if (list.hidden) input.value = '';
      close();
    } else if (event.key === 'Enter' && shown.length > 0 && !list.hidden) {
      event.preventDefault();
      pick(shown[Math.max(active, 0)]);
    } else if ((event.key === 'ArrowDown' || event.key === 'ArrowUp') && shown.length > 0) {
      event.preventDefault();
      if (list.hidden) suggest();
      activate(event.key === 'ArrowDown' ? active + 1 : active < 0 ? -1 : active - 1);
    }
  });
  const element = make('div', { class: 'field' }, make('label', { for: id }, label), input, list);
  return { element, input, set: (text) => { input.value = text; } };
};

const choice = (id, label, all, options, change) => {
  const select = make('select', { id, change: () => change(select.value === '' ? null : Number(select.value)) },
    make('option', { value: '' }, all), options.map(([value, text]) => make('option', { value }, text)));
  return { element: make('div', { class: 'field' }, make('label', { for: id }, label), select), select };
};

/** The legend: a button for each kind of person, which shows and hides them. */
const legend = (toggle) => {
  const kinds = [STRONG, WEAK, DORMANT, DECLARED, INDIRECT];
  const buttons = new Map(kinds.map((kind) => {
    const count = make('span', { class: 'count' });
    const button = make('button', { type: 'button', 'aria-pressed': 'true', click: () => toggle(kind) },
      legendMark(kind), make('span', {}, KIND_NAMES[kind]), count);
    return [kind, { button, count }];
  }));
  const element = make('div', { class: 'legend', role: 'group', 'aria-label': 'Kinds of ties, shown or hidden' },
    [...buttons.values()].map(({ button }) => button));
  const show = (counts, on) => {
    for (const [kind, { button, count }] of buttons) {
      count.textContent = decimal(counts[kind]);
      button.setAttribute('aria-pressed', on.has(kind));
    }
  };
  return { element, show };
};

/** The same people as a table, fifty at a time. */
const peopleTable = (map, showOnMap) => {
  const body = make('tbody');
  const summary = make('summary');
  const more = make('button', { type: 'button', class: 'plain', click: () => { limit += 200; fill(); } });
  let list = [], month = 0, limit = 50;
  const row = (mark) => {
    const strength = mark.strengths[month];
    const cells = [
      ['kind', KIND_NAMES[mark.states[month]]],
      ['strength', strength === null ? UNDEFINED : decimal(strength * 100)],
      ['community', mark.community === null ? UNDEFINED : bdi(map.communities[mark.community][0])],
      ['last contact', mark.evidence.last ?? UNDEFINED],
    ];
    return make('tr', {}, make('th', { scope: 'row' }, nameLink(mark)),
      cells.map(([label, value]) => make('td', { 'data-label': label, class: label === 'strength' ? 'num' : label === 'last contact' ? 'day' : null }, value)),
      make('td', {}, make('button', { type: 'button', class: 'plain', 'aria-label': `Ways to ${mark.name}`, click: () => showOnMap(mark) }, 'ways')));
  };
  const fill = () => {
    body.replaceChildren(...(element.open ? list.slice(0, limit).map(row) : []));
    more.hidden = list.length <= limit;
    more.textContent = `Show more of the ${decimal(list.length)}`;
  };
  const heads = ['name', 'kind', 'strength', 'community', 'last contact'];
  const element = make('details', { class: 'list', toggle: () => fill() }, summary,
    make('table', { class: 'rows', 'aria-label': 'People on the map' },
      make('thead', {}, make('tr', {}, heads.map((head) => make('th', { scope: 'col', class: head === 'strength' ? 'num' : null }, head)), make('td'))), body),
    more);
  const show = (marks, of) => {
    month = of;
    limit = 50;
    list = [...marks].sort((a, b) => (b.strengths[of] ?? -1) - (a.strengths[of] ?? -1) || b.states[of] - a.states[of] || a.index - b.index);
    summary.textContent = `The map as a list: ${counted(list.length, 'person', 'people')}`;
    fill();
  };
  return { element, show };
};
