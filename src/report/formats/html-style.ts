import { sha256Of } from '../../util/sha256.ts';

/** Colours come twice, light and dark; each pair of text and ground has a contrast of at least 4.5 to 1. */
export const HTML_STYLE = `
:root { color-scheme: light dark; --ground: #fff; --panel: #f5f6f8; --text: #1b2129; --dim: #56606d; --line: #d5dae1;
  --link: #0b5cad; --pass: #d3efd9; --pass-text: #10552a; --fail: #b3261e; --fail-text: #fff; --doubt: #ffd873;
  --doubt-text: #4a3500; --none: #e4e7ec; --none-text: #4a535f; }
@media (prefers-color-scheme: dark) { :root { --ground: #12161c; --panel: #1b2129; --text: #e6eaf0; --dim: #a3adba;
  --line: #343d4a; --link: #7db8ff; --pass: #1d4a2c; --pass-text: #b9efc9; --fail: #d9463c; --fail-text: #170302;
  --doubt: #8a6a12; --doubt-text: #fff3cf; --none: #2b333e; --none-text: #b4bdc9; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--text);
  font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Liberation Sans", sans-serif; }
main { max-width: 76rem; margin: 0 auto; padding: 1.5rem 1rem 4rem; }
h1 { font-size: 1rem; margin: 0 0 .5rem; color: var(--dim); font-weight: 600; }
h2 { font-size: 1.25rem; margin: 2.5rem 0 .75rem; }
.headline { font-size: clamp(1.25rem, 3.2vw, 1.75rem); line-height: 1.3; font-weight: 650; margin: 0 0 1rem; }
.note, .dim { color: var(--dim); }
.warning { border-left: .3rem solid var(--doubt); background: var(--panel); padding: .6rem .9rem; margin: 1rem 0; }
a { color: var(--link); }
code, .id { font-family: ui-monospace, "SFMono-Regular", Menlo, Consolas, "Liberation Mono", monospace; font-size: .875em;
  overflow-wrap: anywhere; }
.totals { display: flex; flex-wrap: wrap; gap: .5rem; padding: 0; margin: 0 0 1rem; list-style: none; }
.totals li { background: var(--panel); border: 1px solid var(--line); border-radius: .5rem; padding: .4rem .8rem; }
.totals b { font-size: 1.2rem; font-variant-numeric: tabular-nums; }
.scroll { overflow-x: auto; border: 1px solid var(--line); border-radius: .5rem; }
.scroll:focus-visible, a:focus-visible, summary:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
table { border-collapse: collapse; width: 100%; font-size: .9375rem; }
caption { text-align: left; padding: .5rem .75rem; color: var(--dim); }
th, td { text-align: left; vertical-align: top; padding: .4rem .75rem; border-top: 1px solid var(--line); }
thead th { background: var(--panel); border-top: 0; font-size: .8125rem; white-space: nowrap; }
td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; }
.wide { min-width: 22rem; }
.badge { display: inline-block; border-radius: .3rem; padding: 0 .45rem; font-size: .8125rem; font-weight: 650; white-space: nowrap; }
.PASS { background: var(--pass); color: var(--pass-text); }
.FAIL { background: var(--fail); color: var(--fail-text); }
.UNKNOWN { background: var(--doubt); color: var(--doubt-text); }
.NOT_APPLICABLE, .EXCEPTED { background: var(--none); color: var(--none-text); }
td, .causes { overflow-wrap: anywhere; }
td .badge, li .badge { overflow-wrap: normal; }
.causes { list-style: none; padding: 0; margin: 0; }
.causes li { display: flex; flex-wrap: wrap; gap: .2rem .6rem; padding: .55rem 0; border-bottom: 1px solid var(--line); }
.causes li > .badge { flex: 0 0 auto; align-self: flex-start; margin-top: .15rem; }
.causes li > span:last-child { flex: 1 1 16rem; }
.causes .dim { display: block; font-size: .875rem; }
.grid { width: auto; font-size: .8125rem; }
.grid thead th { writing-mode: vertical-rl; padding: .5rem .2rem; vertical-align: bottom; font-weight: 500; }
.grid thead th:first-child { writing-mode: horizontal-tb; padding: .5rem .75rem; }
.grid tbody th { white-space: nowrap; font-weight: 500; position: sticky; left: 0; background: var(--ground);
  max-width: 18rem; overflow: hidden; text-overflow: ellipsis; }
.grid td { padding: 0; border: 2px solid var(--ground); text-align: center; min-width: 1.6rem; font-weight: 650; }
details { border: 1px solid var(--line); border-radius: .5rem; margin: .5rem 0; }
summary { cursor: pointer; padding: .6rem .9rem; display: flex; flex-wrap: wrap; gap: .25rem .75rem; align-items: baseline; }
summary .grow { flex: 1 1 20rem; }
details > .inside { padding: 0 .9rem .9rem; }
footer { margin-top: 3rem; color: var(--dim); font-size: .875rem; overflow-wrap: anywhere; }
@media (max-width: 40rem) { th, td { padding: .35rem .5rem; } .wide { min-width: 15rem; }
  .grid tbody th { max-width: 8.5rem; } }
@media print { .scroll { overflow: visible; } details { break-inside: avoid; } }
`;

/** Nothing is fetched, nothing runs; of styles, this one alone. */
export const HTML_POLICY = `default-src 'none'; style-src 'sha256-${sha256Of(HTML_STYLE, 'base64')}'; base-uri 'none'; form-action 'none'`;
