// Builds elements. Text is always text: nothing that a framework or a task calls itself is ever read as HTML.

export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? '' : value);
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

export const link = (href, text) => h('a', { href }, text ?? '—');

export const facts = (pairs) =>
  h('dl', { class: 'facts' }, pairs.filter(([, value]) => value !== undefined && value !== null && value !== '')
    .map(([name, value]) => [h('dt', {}, name), h('dd', {}, value)]));

export const card = (label, figure, ...more) =>
  h('div', { class: 'card' }, h('div', { class: 'label' }, label), h('div', { class: 'figure' }, figure), ...more);

/** A link to a web page that somebody else named: only if it is one. */
export function outside(url) {
  return /^https?:\/\//i.test(url ?? '') ? h('a', { href: url, rel: 'noreferrer' }, url) : (url || '');
}
