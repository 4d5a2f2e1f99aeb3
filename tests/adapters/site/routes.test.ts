import { expect } from 'chai';
import { hashOf, isSamePlace, type Route, routeOf } from '../../../adapters/site/routes.js';

describe('routes of the site', () => {
  const routes: readonly (readonly [string, Route])[] = [
    ['#/', { view: 'start' }],
    ['#/run', { view: 'run' }],
    ['#/open', { view: 'open', name: '' }],
    ['#/open/report', { view: 'open', name: 'report' }],
    ['#/reference', { view: 'reference', name: '' }],
    ['#/reference/fd_read', { view: 'reference', name: 'fd_read' }],
    ['#/lessons/hello', { view: 'lessons', name: 'hello' }],
  ];

  it('are what addresses say, and the other way round', () => {
    for (const [hash, route] of routes) {
      expect(routeOf(hash)).to.deep.equal(route);
      expect(hashOf(route)).to.equal(hash);
    }
  });

  it('lead to the start from anywhere else', () => {
    for (const hash of ['', '#', '#call=3', '#/nowhere/x', 'x'])
      expect(routeOf(hash), hash).to.deep.equal({ view: 'start' });
  });

  it('leave what is behind & to the inspector', () => {
    const report: Route = { view: 'open', name: 'report' };
    expect(hashOf(report, 14)).to.equal('#/open/report&call=14');
    expect(routeOf('#/open/report&call=14')).to.deep.equal(report);
    expect(isSamePlace(routeOf('#/open/report&call=14'), routeOf('#/open/report&call=15'))).to.equal(true);
    expect(isSamePlace(routeOf('#/open/report'), routeOf('#/open/hello'))).to.equal(false);
  });

  it('hold any name', () => {
    for (const name of ['%file', 'a/b', 'x&call=1', 'ü #?', '100%'])
      expect(routeOf(hashOf({ view: 'reference', name })), name).to.deep.equal({ view: 'reference', name });
    expect(routeOf('#/reference/%zz')).to.deep.equal({ view: 'reference', name: '%zz' });
  });
});
