// The network that can be walked through: what is shown, who is picked, and what is said about it beside the map.

const network = (map, panel, root) => {
  const { marks } = map;
  const latest = map.months.length - 1;
  const still = matchMedia('(prefers-reduced-motion: reduce)');
  const view = {
    month: latest, community: null, channel: null,
    // Among thousands one's own ties come first; the others appear at a touch of the legend, or when they are looked for.
    kinds: new Set([STRONG, WEAK, DORMANT, DECLARED, ...(marks.length > 1500 ? [] : [INDIRECT])]),
    ownTies: true, focus: false, picked: null, from: 0, tie: null, hovered: null, paths: [], chosen: 0,
    shows: [], shown: 0, tiesShown: 0, isLit: false, lit: new Set(), bold: new Set(), litTies: [],
  };

  // --- what is shown -------------------------------------------------------------------------------------------------------

  const passes = (mark) => {
    const state = mark.states[view.month];
    return mark.index !== 0 && state !== UNSEEN && view.kinds.has(state)
      && (view.community === null || mark.community === view.community)
      && (view.channel === null || mark.channels.includes(view.channel));
  };
  const beside = (index) => new Set(marks[index].ties
    .filter((tie) => tie.odds[view.month] !== null).flatMap((tie) => [tie.from, tie.to]));

  const recount = () => {
    const near = view.focus && view.picked !== null ? beside(view.picked).add(view.picked) : null;
    const onPath = new Set(view.paths.flatMap((path) => path.people));
    view.shows = marks.map((mark, index) => index === 0 || onPath.has(index) || index === view.picked || (passes(mark) && (!near || near.has(index))));
    const visible = marks.filter((mark, index) => index > 0 && view.shows[index] && mark.states[view.month] !== UNSEEN);
    view.shown = visible.length;
    view.tiesShown = map.ties.filter((tie) => tie.from !== 0 && view.shows[tie.from] && view.shows[tie.to] && tie.odds[view.month] !== null).length;
    const counts = {};
    for (const kind of Object.keys(KIND_NAMES)) counts[kind] = marks.filter((mark) => mark.index !== 0 && mark.states[view.month] === Number(kind)).length;
    kinds.show(counts, view.kinds);
    table.show(visible, view.month);
  };

  /** What stands out: a way, a tie, or somebody with their ties. */
  const light = () => {
    view.litTies = [];
    view.lit = new Set();
    view.bold = new Set();
    const about = view.picked ?? view.hovered;
    if (view.paths.length > 0) {
      view.paths.forEach((path, rank) => {
        const isChosen = rank === view.chosen;
        path.people.forEach((index) => view.lit.add(index));
        path.hops.forEach((odds, at) => view.litTies.push({
          from: path.people[at], to: path.people[at + 1], width: isChosen ? 2 + 4 * odds : 1.4, alpha: isChosen ? 0.9 : 0.4,
          dash: isChosen ? null : [5, 4], text: isChosen ? percent(odds) : null,
        }));
      });
      view.litTies.reverse();
      view.paths[view.chosen].people.forEach((index) => index !== 0 && view.bold.add(index));
    }
    if (view.tie) {
      for (const index of [view.tie.from, view.tie.to]) {
        view.lit.add(index);
        if (index !== 0) view.bold.add(index);
      }
      view.litTies.push({ from: view.tie.from, to: view.tie.to, width: 3, alpha: 0.9 });
    } else if (about !== null && about !== 0) {
      view.bold.add(about);
      view.lit.add(about);
      if (view.paths.length === 0 || view.focus) {
        for (const tie of marks[about].ties) {
          const odds = tie.odds[view.month];
          const other = tie.from === about ? tie.to : tie.from;
          if (odds === null || !view.shows[other]) continue;
          view.lit.add(other);
          view.litTies.unshift({ from: tie.from, to: tie.to, width: 0.8 + 2 * odds, alpha: 0.5, dash: odds < 0.5 ? [5, 4] : null });
        }
      }
    }
    view.isLit = view.lit.size > 0;
  };

  const refresh = () => {
    recount();
    light();
    stage.redraw();
  };

  // --- picking -------------------------------------------------------------------------------------------------------------

  const open = (mark) => mark.evidence && panel.open(mark.evidence);

  const pick = (index, withPair = false) => {
    if (index === 0 && !withPair) return clear();
    if (withPair && view.picked !== null && index !== view.picked) view.from = view.picked;
    view.tie = null;
    view.picked = index;
    // A pair is picked in turn: the first of them is where the way begins.
    if (view.from === index) view.from = 0;
    view.paths = bestPaths(marks, view.from, index);
    view.chosen = 0;
    search.set(marks[index].name);
    from.set(view.from === 0 ? '' : marks[view.from].name);
    refresh();
    tell();
    stage.reveal(index);
    stage.redraw();
  };
  const clear = () => {
    Object.assign(view, { picked: null, from: 0, tie: null, paths: [], chosen: 0, focus: false, hovered: null });
    search.set('');
    from.set('');
    refresh();
    tell();
  };
  const pickTie = (tie) => {
    if (!tie) return clear();
    Object.assign(view, { picked: null, from: 0, paths: [], focus: false, tie });
    refresh();
    tell();
  };
  const hover = (index) => {
    if (index === view.hovered) return;
    view.hovered = index;
    if (view.picked === null && view.tie === null) {
      light();
      stage.redraw();
    }
  };

  // --- what is said --------------------------------------------------------------------------------------------------------

  const who = (index) => (index === 0 ? 'you' : nameLink(marks[index]));

  /** Why a tie is there: since when, how likely, and what it rests on. */
  const tieStory = (tie) => {
    const since = tie.odds.findIndex((odds) => odds !== null);
    const own = tie.from === 0;
    const evidence = marks[tie.to].evidence;
    const [a, b] = [marks[tie.from], marks[tie.to]];
    const began = own && evidence.first ? `First contact ${evidence.first}, last ${evidence.last}.`
      : since < 0 ? 'No contact was seen in these months.'
        : since === 0 ? `In contact since ${monthInWords(map.months[0])} or before.` : `In contact since ${monthInWords(map.months[since])}.`;
    const rests = own
      ? `It rests on ${counted(evidence.interactions, 'interaction', 'interactions')} on ${counted(evidence.contactDays, 'day', 'days')}${a.channels.length || b.channels.length ? ` by ${b.channels.map((at) => map.channels[at]).join(', ')}` : ''}.`
      : 'It rests on what you have seen of them together: messages, meetings and groups with both.';
    const hop = (from, to, odds) => (odds ? make('li', {}, marks[from].index === 0 ? 'you' : bdi(marks[from].name), ' → ', to === 0 ? 'you' : bdi(marks[to].name), `: ${percent(odds)}`) : null);
    const command = own ? `acquaint explain ${quoted(b.handle)}` : `acquaint explain ${quoted(a.handle)} --with ${quoted(b.handle)}`;
    return [
      make('p', { class: 'eyebrow' }, 'A tie'),
      make('h3', {}, who(tie.from), ' and ', who(tie.to)),
      make('p', {}, `${began} ${tie.p90 === null ? '' : `The odds of contact within 90 days are ${percent(tie.p90)} as of ${data.asOf}.`} ${rests}`),
      make('p', {}, 'Odds that one introduces to the other:'),
      make('ul', {}, hop(tie.from, tie.to, tie.out), hop(tie.to, tie.from, tie.back), tie.out || tie.back ? null : make('li', {}, 'none: no way of introduction leads over this tie')),
      make('p', { class: 'command' }, 'Every contact: ', make('code', {}, command)),
    ];
  };

  const personStory = (mark) => {
    const state = mark.states[view.month];
    const pair = view.from !== 0;
    const ways = view.paths.map((path, rank) => make('li', { class: rank === view.chosen ? 'chosen' : null },
      pathInWords(path, map),
      make('button', { type: 'button', class: 'plain', 'aria-pressed': String(rank === view.chosen), click: () => { view.chosen = rank; refresh(); tell(); } },
        rank === view.chosen ? 'lit' : 'light up')));
    const direct = map.ties.find((tie) => pair && ((tie.from === view.from && tie.to === mark.index) || (tie.to === view.from && tie.from === mark.index)));
    return [
      make('p', { class: 'eyebrow' }, state === UNSEEN ? `not seen by ${monthInWords(map.months[view.month])}` : KIND_NAMES[state]),
      make('h3', {}, nameLink(mark)),
      mark.evidence.position ? make('p', { class: 'about' }, bdi(mark.evidence.position)) : null,
      pair ? null : make('p', {}, tieInWords(mark.evidence)),
      make('h4', {}, pair ? ['From ', who(view.from), ' to ', bdi(mark.name)] : 'How to reach them'),
      view.month !== latest ? make('p', { class: 'about' }, `Odds and ways are those of ${data.asOf}.`) : null,
      ways.length > 0 ? make('ol', { class: 'paths' }, ways)
        : make('p', {}, `No way of at most three hops leads from ${pair ? marks[view.from].name : 'you'} to ${mark.name}.`),
      direct ? make('p', {}, make('button', { type: 'button', class: 'plain', click: () => pickTie(direct) }, 'Why these two are tied')) : null,
      from.element,
      make('p', { class: 'actions' },
        make('button', { type: 'button', class: 'main', click: () => open(mark) }, 'Evidence'),
        make('button', { type: 'button', 'aria-pressed': String(view.focus), click: () => { view.focus = !view.focus; refresh(); tell(); } }, 'Only their ties'),
        make('button', { type: 'button', click: clear }, 'Clear')),
    ];
  };

  const overview = () => [
    make('h3', {}, 'Around you'),
    make('p', {}, `You are in the middle. The stronger a tie, the larger the mark and the wider its line; colours are communities. People keep their places from month to month.`),
    make('p', {}, 'Pick somebody to see how to reach them; Shift and a second pick show the chain that connects two. A tie says why it is there.'),
    make('p', { class: 'about', id: 'map-keys' }, 'Drag to move; + and − or the wheel zoom once the map has been clicked; 0 shows all; arrow keys move.'),
  ];

  /** The story's heading, fit to take the focus. */
  const toHeading = () => {
    const heading = aside.querySelector('h3');
    heading.tabIndex = -1;
    return heading;
  };

  const tell = () => {
    const story = view.tie ? tieStory(view.tie) : view.picked !== null ? personStory(marks[view.picked]) : overview();
    const held = aside.contains(document.activeElement) ? document.activeElement : null;
    aside.replaceChildren(...story.filter(Boolean));
    // Whoever uses the keyboard goes on where they were: at the same control, or else at the story's beginning.
    if (held && !aside.contains(document.activeElement)) {
      const same = [...aside.querySelectorAll('button, input')].find((control) => control.textContent === held.textContent && control.id === held.id);
      (same ?? toHeading()).focus({ preventScroll: true });
    }
  };

  /** What became of people in the month shown. */
  const changes = () => {
    const title = monthInWords(map.months[view.month]);
    if (view.month === 0) return [make('strong', {}, title), ' The first month shown.'];
    const moves = [
      ['met', (before, now) => before < DORMANT && now >= DORMANT],
      ['alive again', (before, now) => before === DORMANT && now > DORMANT],
      ['grown strong', (before, now) => before === WEAK && now === STRONG],
      ['fallen dormant', (before, now) => before > DORMANT && now === DORMANT],
    ];
    const parts = moves.flatMap(([what, fits]) => {
      const people = marks.filter((mark) => mark.index !== 0 && fits(mark.states[view.month - 1], mark.states[view.month]));
      if (people.length === 0) return [];
      const named = people.sort((a, b) => (b.strengths[view.month] ?? 0) - (a.strengths[view.month] ?? 0)).slice(0, 3);
      const names = named.flatMap((mark, at) => (at > 0 ? [', ', nameLink(mark)] : [nameLink(mark)]));
      return [make('span', { class: 'change' }, `${decimal(people.length)} ${what}: `, names, people.length > 3 ? ' …' : '')];
    });
    return [make('strong', {}, title), ...(parts.length > 0 ? parts : [' Nothing changed its kind.'])];
  };

  const showMonth = (month) => {
    view.month = month;
    slider.value = month;
    slider.setAttribute('aria-valuetext', monthInWords(map.months[month]));
    caption.replaceChildren(...changes());
    refresh();
    if (view.picked !== null) tell();
  };

  // --- controls ------------------------------------------------------------------------------------------------------------

  const people = () => marks.filter((mark) => mark.index !== 0);
  const search = peopleField('find', 'Find somebody', 'name, address, company', people, (mark) => pick(mark.index));
  const from = peopleField('from', 'From somebody else', 'you', () => marks, (mark) => {
    view.from = mark.index === view.picked ? 0 : mark.index;
    pick(view.picked);
  });
  const kinds = legend((kind) => {
    if (!view.kinds.delete(kind)) view.kinds.add(kind);
    refresh();
  });
  const community = choice('community', 'Community', 'all communities',
    map.communities.map(({ 0: name, 1: size }, at) => [at, `${shortened(name, 40)} (${size})`]), (value) => { view.community = value; refresh(); });
  const channel = choice('channel', 'Channel', 'all channels', map.channels.map((name, at) => [at, name]), (value) => { view.channel = value; refresh(); });
  const slider = make('input', {
    type: 'range', id: 'month', min: 0, max: latest, value: latest, step: 1, input: () => { stop(); showMonth(Number(slider.value)); },
  });
  let playing = null;
  const stop = () => {
    clearInterval(playing);
    playing = null;
    play.textContent = 'Play';
  };
  const play = make('button', {
    type: 'button', class: 'play', click: () => {
      if (playing) return stop();
      if (view.month === latest) showMonth(0);
      play.textContent = 'Pause';
      playing = setInterval(() => {
        if (view.month >= latest) stop();
        else showMonth(view.month + 1);
      }, still.matches ? 2500 : 1100);
      return undefined;
    },
  }, 'Play');
  const caption = make('p', { class: 'caption', 'aria-live': 'polite' });
  const aside = make('aside', { class: 'story', 'aria-label': 'About the map', 'aria-live': 'polite' });
  const lines = make('input', { type: 'checkbox', id: 'own', checked: true, change: () => { view.ownTies = lines.checked; stage.redraw(); } });
  const showOnMap = (mark) => {
    pick(mark.index);
    board.scrollIntoView({ block: 'start', behavior: still.matches ? 'auto' : 'smooth' });
    toHeading().focus({ preventScroll: true });
  };
  const table = peopleTable(map, showOnMap);
  const stage = new Stage(map, view, { hover, pick, pickTie });
  const button = (text, label, click) => make('button', { type: 'button', 'aria-label': label, click }, text);
  stage.element.append(make('div', { class: 'zoom', role: 'group', 'aria-label': 'Zoom' },
    button('+', 'Zoom in', () => stage.zoomBy(1.4)), button('−', 'Zoom out', () => stage.zoomBy(1 / 1.4)), button('⤢', 'Show all', () => stage.fit())));

  const board = make('div', { class: 'board' }, stage.element, aside);
  root.append(
    make('div', { class: 'controls' }, search.element, community.element, channel.element,
      make('div', { class: 'field check' }, lines, make('label', { for: 'own' }, 'lines from you'))),
    kinds.element,
    board,
    make('div', { class: 'time' }, play, make('label', { for: 'month' }, 'Month'), slider),
    caption,
    table.element,
  );
  root.hidden = false;
  root.parentElement.classList.add('walked');
  tell();
  showMonth(latest);
  return { showOnMap, stage, pick, view, clear };
};
