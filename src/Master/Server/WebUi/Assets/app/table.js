// A table that can be sorted by any column and narrowed by words; both survive a refresh.

import { h } from './dom.js';

const rowsMax = 500;
const kept = new Map();

/**
 * @param name what the table is called, for what is kept of it
 * @param columns {title, of: row => value to sort by, show?: row => node, number?: true, wide?: true}
 */
export function table(name, columns, rows) {
  const settings = kept.get(name) ?? { column: null, descending: false, words: '' };
  kept.set(name, settings);
  const body = h('tbody');
  const heads = columns.map((column, index) => h('th', { class: column.number && 'number', scope: 'col' },
    h('button', { type: 'button', onclick: () => { turn(settings, index); fill(); } }, column.title)));
  const search = h('input', {
    type: 'search', placeholder: 'Filter', 'aria-label': `Filter ${name}`, value: settings.words,
    oninput: (event) => { settings.words = event.target.value; fill(); },
  });
  const count = h('span', { class: 'count' });

  function fill() {
    heads.forEach((head, index) => {
      if (index === settings.column) head.setAttribute('aria-sort', settings.descending ? 'descending' : 'ascending');
      else head.removeAttribute('aria-sort');
    });
    const shown = sorted(columns, matching(columns, rows, settings.words), settings);
    count.textContent = shown.length > rowsMax ? `first ${rowsMax} of ${shown.length}` : `${shown.length}`;
    body.replaceChildren(...shown.slice(0, rowsMax).map((row) => h('tr', {},
      columns.map((column) => h('td', { class: column.number ? 'number' : column.wide && 'wide' }, (column.show ?? column.of)(row) ?? '')))));
  }

  fill();
  return h('section', {}, h('h2', {}, name, count, rows.length > 8 || settings.words ? search : null),
    rows.length ? h('div', { class: 'scroll' }, h('table', { 'aria-label': name }, h('thead', {}, h('tr', {}, heads)), body))
      : h('p', { class: 'quiet' }, 'None.'));
}

function turn(settings, column) {
  settings.descending = settings.column === column && !settings.descending;
  settings.column = column;
}

function matching(columns, rows, words) {
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
  if (!wanted.length) return rows;
  return rows.filter((row) => {
    const text = columns.map((column) => String(column.of(row) ?? '')).join(' ').toLowerCase();
    return wanted.every((word) => text.includes(word));
  });
}

function sorted(columns, rows, { column, descending }) {
  if (column === null) return rows;
  const { of } = columns[column];
  const order = (a, b) => (typeof a === 'number' && typeof b === 'number' ? a - b : String(a ?? '').localeCompare(String(b ?? ''), 'en', { numeric: true }));
  return [...rows].sort((a, b) => (descending ? -1 : 1) * order(of(a), of(b)));
}
