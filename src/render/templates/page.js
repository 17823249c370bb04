// The page: the data is read, names open their evidence, the theme can be chosen, the contents follow.

const data = JSON.parse(document.getElementById('data').textContent);
const people = peopleOf(data);
const map = data.map.months.length > 0 && data.map.person.length > 1 ? mapOf(data, people) : null;
const walk = document.getElementById('walk');
let walked = null;
const panel = evidencePanel(map, walk ? (mark) => walked?.showOnMap(mark) : null);
if (map && walk) walked = network(map, panel, walk);

document.addEventListener('click', (event) => {
  const link = event.target.closest?.('a.name');
  const person = link && people[Number(/^#person-(\d+)$/.exec(link.getAttribute('href'))?.[1])];
  if (!person || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  panel.open(person);
});

// The theme is chosen for this view of the page alone: nothing is stored.
const dark = matchMedia('(prefers-color-scheme: dark)');
const theme = make('button', { type: 'button', class: 'theme' });
const isDark = () => (document.documentElement.dataset.theme ?? (dark.matches ? 'dark' : 'light')) === 'dark';
const nameTheme = () => {
  theme.textContent = isDark() ? 'Light' : 'Dark';
  theme.setAttribute('aria-label', isDark() ? 'Show in light colours' : 'Show in dark colours');
  walked?.stage.recolor();
};
theme.addEventListener('click', () => {
  document.documentElement.dataset.theme = isDark() ? 'light' : 'dark';
  nameTheme();
});
dark.addEventListener('change', nameTheme);
nameTheme();
const contents = document.querySelector('nav.contents');
contents.append(theme);
contents.classList.add('follows');

// On a narrow screen the contents fold away; the entry of the part in view is marked.
const folding = contents.querySelector('details');
const narrow = matchMedia('(max-width: 75rem)');
const fold = () => { folding.open = !narrow.matches; };
narrow.addEventListener('change', fold);
fold();
folding.addEventListener('click', (event) => {
  if (narrow.matches && event.target.closest('a')) folding.open = false;
});
const entries = new Map([...contents.querySelectorAll('a')].map((link) => [link.getAttribute('href').slice(1), link]));
const parts = [...entries.keys()].map((id) => document.getElementById(id)).filter(Boolean);
const follow = () => {
  const current = parts.findLast((part) => part.getBoundingClientRect().top < innerHeight / 3);
  for (const [id, link] of entries) {
    if (id === current?.id) link.setAttribute('aria-current', 'true');
    else link.removeAttribute('aria-current');
  }
};
let following = null;
document.addEventListener('scroll', () => {
  following ??= requestAnimationFrame(() => {
    following = null;
    follow();
  });
}, { passive: true });
follow();
