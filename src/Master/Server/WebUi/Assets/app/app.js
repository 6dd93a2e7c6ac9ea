// Which page an address shows, and when it is drawn again. The addresses are those of Mesos's pages.

import { h } from './dom.js';
import { NotLeading } from './cluster.js';
import overview from './views/overview.js';
import agents from './views/agents.js';
import agent from './views/agent.js';
import frameworks from './views/frameworks.js';
import framework from './views/framework.js';
import executor from './views/executor.js';
import sandbox from './views/sandbox.js';
import browse from './views/browse.js';
import pail from './views/pail.js';
import tasks from './views/tasks.js';
import offers from './views/offers.js';
import roles from './views/roles.js';
import maintenance from './views/maintenance.js';

const refreshEvery = 5000;
const pages = [
  ['/', overview],
  ['/agents', agents],
  ['/agents/:agent', agent],
  ['/agents/:agent/browse', browse],
  ['/agents/:agent/pail', pail],
  ['/agents/:agent/frameworks/:framework', framework],
  ['/agents/:agent/frameworks/:framework/executors/:executor', executor],
  ['/agents/:agent/frameworks/:framework/executors/:executor/browse', sandbox],
  ['/frameworks', frameworks],
  ['/frameworks/:framework', framework],
  ['/tasks', tasks],
  ['/offers', offers],
  ['/roles', roles],
  ['/maintenance', maintenance],
];

let drawing = 0;

function address() {
  const [path, query] = (location.hash.replace(/^#/, '') || '/').replace(/^\/slaves/, '/agents').split('?');
  const parts = path.split('/').map(decodeURIComponent);
  for (const [pattern, page] of pages) {
    const names = pattern.split('/');
    if (names.length === parts.length && names.every((name, i) => name.startsWith(':') || name === parts[i])) {
      const named = names.flatMap((name, i) => (name.startsWith(':') ? [[name.slice(1), parts[i]]] : []));
      return { page, values: { ...Object.fromEntries(new URLSearchParams(query)), ...Object.fromEntries(named) } };
    }
  }
  return { page: () => h('p', { class: 'error' }, 'There is no such page.'), values: {} };
}

async function draw(afresh) {
  const mine = ++drawing;
  const { page, values } = address();
  const freshness = document.getElementById('freshness');
  try {
    const content = await page(values, { isCurrent: () => mine === drawing, afresh });
    if (mine !== drawing || !content) return;
    document.getElementById('page').replaceChildren(content);
    freshness.className = '';
    freshness.textContent = `as of ${new Date().toLocaleTimeString()}`;
  } catch (failure) {
    if (mine !== drawing) return;
    freshness.className = 'stale';
    freshness.textContent = 'not up to date';
    if (afresh || failure instanceof NotLeading) document.getElementById('page').replaceChildren(apology(failure));
  }
}

const apology = (failure) => h('p', { class: 'error', role: 'alert' }, failure.message,
  failure instanceof NotLeading && [' ', h('a', { href: 'redirect' }, 'Go to the leader.')]);

function turnTo() {
  const first = location.hash.split('/')[1] ?? '';
  for (const entry of document.querySelectorAll('header nav a')) {
    entry.classList.toggle('here', first !== '' && entry.getAttribute('href') === `#/${first.split('?')[0]}`);
  }
  draw(true);
}

const isReading = () => document.activeElement?.type === 'search' || String(getSelection()).length > 0;

addEventListener('hashchange', turnTo);
setInterval(() => { if (!document.hidden && !isReading()) draw(false); }, refreshEvery);
turnTo();
