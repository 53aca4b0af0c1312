import { createHash } from 'node:crypto'

/** The whole style of the public pages. Colours are told by words and shapes as well; each pair of text and ground has a contrast of 4.5 or more. */
export const style = `:root{color-scheme:light dark;--ground:#f6f7f9;--card:#fff;--text:#1c2128;--dim:#545d68;--line:#d9dde2;--link:#1a56b0;--good:#1f7a3a;--work:#2d5fb4;--slow:#8a6100;--part:#a84300;--down:#b3261e;--none:#8b949e;--goodbar:#3fa35c;--workbar:#5b8def;--slowbar:#e0a800;--partbar:#e8710a;--downbar:#d93025;--nonebar:#d0d5db}
@media (prefers-color-scheme:dark){:root{--ground:#12161c;--card:#1b2129;--text:#e6e9ed;--dim:#a3acb8;--line:#343c47;--link:#8ab4f8;--good:#6fd08c;--work:#9dbcf9;--slow:#f2c14e;--part:#ffab6b;--down:#ff9a90;--none:#9aa3ae;--goodbar:#3c9d58;--workbar:#5b8def;--slowbar:#d9a514;--partbar:#e8710a;--downbar:#e5483c;--nonebar:#3f4854}}
*{box-sizing:border-box}body{margin:0;background:var(--ground);color:var(--text);font:16px/1.5 system-ui,-apple-system,Segoe UI,Roboto,Helvetica,Arial,sans-serif;overflow-wrap:anywhere}
.skip{position:absolute;left:-999px}.skip:focus{left:8px;top:8px;background:var(--card);padding:8px}
main,header,footer{max-width:860px;margin:0 auto;padding:0 16px}header{padding-top:28px}h1{font-size:1.6rem;margin:0 0 4px;line-height:1.25}h2{font-size:1.15rem;margin:28px 0 10px}h3{font-size:1rem;margin:0}h4,h5,h6{font-size:1rem;margin:8px 0 2px}
a{color:var(--link)}a:focus-visible,button:focus-visible,input:focus-visible,summary:focus-visible{outline:3px solid var(--link);outline-offset:2px}p{margin:4px 0}.dim{color:var(--dim)}.small{font-size:.875rem}
.now{display:flex;gap:12px;align-items:center;border:1px solid var(--line);border-left:6px solid var(--edge);background:var(--card);border-radius:8px;padding:14px 16px;margin:18px 0;font-size:1.15rem;font-weight:600}
.card{background:var(--card);border:1px solid var(--line);border-radius:8px;padding:4px 16px;margin:0 0 14px}.card.told{padding:14px 16px;border-left:6px solid var(--edge)}
.operational{--edge:var(--goodbar);--ink:var(--good)}.under_maintenance{--edge:var(--workbar);--ink:var(--work)}.degraded{--edge:var(--slowbar);--ink:var(--slow)}.partial_outage{--edge:var(--partbar);--ink:var(--part)}.major_outage{--edge:var(--downbar);--ink:var(--down)}
.item{padding:12px 0;border-top:1px solid var(--line)}.item:first-child{border-top:0}.row{display:flex;flex-wrap:wrap;gap:2px 16px;justify-content:space-between;align-items:baseline}.state{color:var(--ink);font-weight:600;white-space:nowrap}.state svg,.now svg{vertical-align:-3px}.now svg{color:var(--ink);flex:none}.now small{display:block;font-weight:400;font-size:.9rem}
.days{display:block;width:100%;height:28px;margin:8px 0 2px}.o{fill:var(--goodbar)}.w{fill:var(--workbar)}.d{fill:var(--slowbar)}.p{fill:var(--partbar)}.m{fill:var(--downbar)}.n{fill:var(--nonebar)}.g{fill:var(--card)}
.gaps{position:absolute}.scale{display:flex;flex-wrap:wrap;justify-content:space-between;gap:0 12px;color:var(--dim);font-size:.8125rem}details{font-size:.875rem}summary{cursor:pointer;color:var(--link)}details ul{margin:4px 0;padding-left:20px}
ol.told{list-style:none;margin:8px 0 0;padding:0}ol.told li{padding:8px 0;border-top:1px solid var(--line)}ol.told p{margin:2px 0}.stage{font-weight:600}
form{margin:10px 0}label{display:block;font-weight:600;margin:8px 0 2px}input[type=email],input[type=url]{font:inherit;width:100%;max-width:420px;padding:8px 10px;border:1px solid var(--none);border-radius:6px;background:var(--card);color:var(--text)}button{font:inherit;font-weight:600;padding:8px 16px;border:0;border-radius:6px;background:#1a56b0;color:#fff;cursor:pointer;margin-top:10px;min-height:40px}fieldset{border:1px solid var(--line);border-radius:6px;margin:12px 0}fieldset label{font-weight:400}.trap{display:none}.vh{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}.wrong{border-left:6px solid var(--downbar);background:var(--card);padding:10px 14px;border-radius:6px;font-weight:600}input[aria-invalid]{border-color:var(--down)}
footer{margin-top:32px;padding-bottom:32px;color:var(--dim);font-size:.875rem}footer ul{list-style:none;display:flex;flex-wrap:wrap;gap:4px 16px;margin:0 0 8px;padding:0}.stale{background:#5a3d00;color:#fff;padding:10px 16px;text-align:center;font-weight:600}code{background:var(--ground);padding:1px 4px;border-radius:4px}pre{overflow-x:auto}
@media (max-width:600px){.scale .up{order:3;width:100%}}
@media print{.card,.now{break-inside:avoid}form,.skip{display:none}}`

/** The style's hash, by which the content policy knows it. */
const styleHash = createHash('sha256').update(style).digest('base64')

/** Nothing runs, nothing comes from elsewhere, forms go back to where the page came from. */
export const contentPolicy = `default-src 'none'; style-src 'sha256-${styleHash}'; img-src 'self' data:; form-action 'self'; base-uri 'none'`
