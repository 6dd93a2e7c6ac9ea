// How figures are written.

import { h } from './dom.js';

const round = (value, digits) => Number(value.toFixed(digits)).toLocaleString('en-US');

export const cpus = (value) => round(value ?? 0, 3);

export function megabytes(value) {
  const units = ['MB', 'GB', 'TB', 'PB'];
  let [size, unit] = [value ?? 0, 0];
  while (size >= 1024 && unit < units.length - 1) [size, unit] = [size / 1024, unit + 1];
  return `${round(size, unit === 0 ? 0 : 1)} ${units[unit]}`;
}

export const bytes = (value) => (value < 1024 ? `${value} B` : value < 1024 ** 2 ? `${round(value / 1024, 1)} kB` : megabytes(value / 1024 ** 2));

export const resource = (name, value) => (name === 'mem' || name === 'disk' ? megabytes(value) : typeof value === 'number' ? cpus(value) : value);

export const resources = (all) => Object.entries(all ?? {}).filter(([, value]) => value !== 0)
  .map(([name, value]) => `${name} ${resource(name, value)}`).join(', ') || 'none';

export function ago(seconds) {
  if (!seconds) return '';
  const past = Math.max(0, Date.now() / 1000 - seconds);
  const text = past < 60 ? `${Math.floor(past)} s` : past < 3600 ? `${Math.floor(past / 60)} min`
    : past < 86400 ? `${Math.floor(past / 3600)} h` : `${Math.floor(past / 86400)} d`;
  return h('time', { title: new Date(seconds * 1000).toISOString() }, `${text} ago`);
}

const kinds = {
  TASK_RUNNING: 'good', TASK_STAGING: 'busy', TASK_STARTING: 'busy', TASK_KILLING: 'busy', TASK_FINISHED: 'over', TASK_KILLED: 'over',
};

export const state = (name) => h('span', { class: `state ${kinds[name] ?? 'bad'}` }, name.replace('TASK_', ''));

/** The last part of an id, which tells ids of one master apart. */
export const short = (id) => h('span', { title: id }, `…${id.slice(id.lastIndexOf('-'))}`);
