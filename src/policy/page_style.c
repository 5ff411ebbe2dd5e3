#include "policy/page_style.h"

/* Colours: each pair of ink and ground has a contrast of 4.5 and more. */
static const char colours[] =
    ":root{color-scheme:light dark;"
    "--paper:#fdfcfa;--ink:#1c1f26;--soft:#565c68;--line:#d9d6cf;"
    "--band:#f3f0ea;--link:#1d4f8c;"
    "--kept:#7a3b00;--kept-bg:#fbead3;--token:#1d4684;--token-bg:#e2ecfa;"
    "--cut:#0d5449;--cut-bg:#dcf1ec;--sealed:#5b2a83;--sealed-bg:#efe4f8;"
    "--dropped:#474c56;--dropped-bg:#e9e8e5;"
    "--weaker:#8c1d18;--weaker-bg:#fbe3e0;"
    "--stronger:#155724;--stronger-bg:#def2e1}\n"
    "@media (prefers-color-scheme:dark){:root{"
    "--paper:#14171c;--ink:#e8e6e1;--soft:#a9adb6;--line:#363b44;"
    "--band:#1d2128;--link:#9cc3f5;"
    "--kept:#f3c58b;--kept-bg:#3b2a14;--token:#a9cbfa;--token-bg:#1b2d47;"
    "--cut:#96dccd;--cut-bg:#143a34;--sealed:#d9b8f3;--sealed-bg:#36244a;"
    "--dropped:#c3c6cc;--dropped-bg:#2b2f36;"
    "--weaker:#f7b0aa;--weaker-bg:#4a1e1b;"
    "--stronger:#a3dcae;--stronger-bg:#173a20}}\n";

static const char text[] =
    "*{box-sizing:border-box}\n"
    "html{-webkit-text-size-adjust:100%}\n"
    "body{margin:0;background:var(--paper);color:var(--ink);"
    "font:1rem/1.55 system-ui,-apple-system,'Segoe UI',Roboto,"
    "'Noto Sans','DejaVu Sans',sans-serif;overflow-wrap:anywhere}\n"
    ".sheet{max-width:74rem;margin:0 auto;padding:2rem clamp(1rem,4vw,3rem)}\n"
    "h1,h2,h3{font-family:Charter,'Bitstream Charter','Iowan Old Style',"
    "'Palatino Linotype',Georgia,'DejaVu Serif',serif;font-weight:600;"
    "line-height:1.2;text-wrap:balance}\n"
    "h1{font-size:clamp(1.6rem,4vw,2.4rem);margin:.3rem 0 .6rem}\n"
    "h2{font-size:1.5rem;margin:3.2rem 0 .4rem;padding-top:1.2rem;"
    "border-top:2px solid var(--ink)}\n"
    "h3{font-size:1.15rem;margin:2rem 0 .6rem}\n"
    "p{margin:.3rem 0;max-width:62ch}\n"
    "a{color:var(--link)}\n"
    "code,pre{font-family:ui-monospace,'SFMono-Regular',Menlo,Consolas,"
    "'DejaVu Sans Mono',monospace;font-size:.88em;unicode-bidi:isolate}\n"
    ".eyebrow{letter-spacing:.08em;text-transform:uppercase;"
    "font-size:.78rem;color:var(--soft)}\n"
    ".soft{color:var(--soft)}\n"
    ".small{font-size:.86rem;color:var(--soft)}\n"
    ".skip{position:absolute;left:-99rem}\n"
    ".skip:focus{left:1rem;top:1rem;background:var(--paper);"
    "padding:.5rem 1rem}\n"
    "dl{display:grid;grid-template-columns:minmax(8rem,max-content) 1fr;"
    "gap:.45rem 1.4rem;margin:1rem 0}\n"
    "dt{color:var(--soft)}\n"
    "dd{margin:0;max-width:66ch}\n"
    "nav ol{columns:16rem;column-gap:2.5rem;padding-left:1.9rem;"
    "margin:.4rem 0}\n"
    "nav li{margin:.15rem 0;break-inside:avoid}\n";

static const char tables[] =
    "table{width:100%;border-collapse:collapse;margin:.6rem 0 1rem}\n"
    "th{text-align:left;font-weight:600;font-size:.8rem;"
    "letter-spacing:.03em;color:var(--soft);"
    "padding:.45rem .8rem .45rem 0;border-bottom:1px solid var(--ink)}\n"
    "td{vertical-align:top;padding:.7rem .9rem .7rem 0;"
    "border-bottom:1px solid var(--line);font-size:.95rem}\n"
    "td>:first-child{margin-top:0}\n"
    ".rules .field{width:24%}.rules .form{width:30%}"
    ".rules .when{width:17%}\n"
    ".rest{background:var(--band);padding:.8rem 1rem;border-radius:.3rem;"
    "max-width:none}\n"
    ".badge{display:inline-block;border-radius:.25rem;padding:.06rem .5rem;"
    "font-size:.76rem;font-weight:600;letter-spacing:.02em;"
    "border:1px solid currentColor;white-space:nowrap;margin:0 .35rem .2rem "
    "0}\n"
    ".keep{color:var(--kept);background:var(--kept-bg)}\n"
    ".tokenize{color:var(--token);background:var(--token-bg)}\n"
    ".truncate,.generalize,.mask,.map,.shift,.replace{color:var(--cut);"
    "background:var(--cut-bg)}\n"
    ".seal{color:var(--sealed);background:var(--sealed-bg)}\n"
    ".drop{color:var(--dropped);background:var(--dropped-bg);"
    "border-style:dashed}\n"
    ".weaker{color:var(--weaker);background:var(--weaker-bg)}\n"
    ".stronger{color:var(--stronger);background:var(--stronger-bg)}\n"
    ".changed{color:var(--dropped);background:var(--dropped-bg)}\n"
    ".pair{display:grid;grid-template-columns:1fr 1fr;gap:1rem}\n"
    ".pair>div{min-width:0}\n"
    "pre{background:var(--band);padding:.8rem 1rem;border-radius:.3rem;"
    "margin:.3rem 0;white-space:pre-wrap}\n"
    ".sign{border:1.5px solid var(--ink);border-radius:.3rem;"
    "padding:1.2rem 1.4rem;margin-top:1rem;break-inside:avoid}\n"
    ".sign p{max-width:none}\n"
    ".lines{display:grid;grid-template-columns:repeat(4,1fr);gap:1.4rem;"
    "margin:3.6rem 0 0;padding:0;list-style:none}\n"
    ".lines li{border-top:1px solid var(--ink);padding-top:.3rem;"
    "font-size:.85rem;color:var(--soft)}\n"
    ".plain{list-style:none;padding:0;columns:22rem;column-gap:2rem}"
    ".plain li{margin:.25rem 0;break-inside:avoid}\n"
    "footer{margin-top:3rem;padding-top:1rem;"
    "border-top:1px solid var(--line)}\n";

static const char narrow[] =
    "@media screen and (max-width:48rem){\n"
    ".sheet{padding-top:1rem}\n"
    "dl{grid-template-columns:1fr;gap:.1rem}dd{margin-bottom:.7rem}\n"
    "table,tbody,tr,td{display:block;width:auto!important}\n"
    "thead{position:absolute;left:-99rem}\n"
    "tr{border:1px solid var(--line);border-radius:.35rem;"
    "padding:.7rem .9rem;margin:.7rem 0}\n"
    "td{border:0;padding:.25rem 0}\n"
    "td[data-label]:not(.field):not(:empty)::before{"
    "content:attr(data-label);display:block;font-size:.76rem;"
    "color:var(--soft)}\n"
    ".pair{grid-template-columns:1fr}\n"
    ".lines{grid-template-columns:1fr;gap:2.6rem}\n"
    "}\n";

static const char printed[] =
    "@media print{\n"
    ":root{color-scheme:light;--paper:#fff;--ink:#000;--soft:#444;"
    "--line:#bbb;--band:#f4f4f4;--link:#000;"
    "--kept:#7a3b00;--kept-bg:#fff;--token:#1d4684;--token-bg:#fff;"
    "--cut:#0d5449;--cut-bg:#fff;--sealed:#5b2a83;--sealed-bg:#fff;"
    "--dropped:#444;--dropped-bg:#fff;--weaker:#8c1d18;--weaker-bg:#fff;"
    "--stronger:#155724;--stronger-bg:#fff}\n"
    "html{font-size:9.4pt}body{line-height:1.42}\n"
    ".sheet{max-width:none;padding:0}\n"
    "h1{font-size:19pt}h2{font-size:14pt;margin-top:1.6rem}"
    "h3{font-size:11pt;margin-top:1.2rem}\n"
    "h2,h3{break-after:avoid}\n"
    "td{padding:.35rem .7rem .35rem 0;font-size:.94rem}\n"
    "tr,dt,dd,li,.pair{break-inside:avoid}\n"
    "thead{display:table-header-group}\n"
    "a{text-decoration:none;color:inherit}\n"
    ".skip{display:none}\n"
    "}\n";

void
page_style(struct buf *out, struct slice name, struct slice version)
{
	buf_add_text(out, colours);
	buf_add_text(out, text);
	buf_add_text(out, tables);
	buf_add_text(out, narrow);
	buf_add_text(out, printed);
	buf_add_text(out,
	    "@page{size:A4;margin:19mm 16mm 17mm;"
	    "@top-left{font:8pt sans-serif;color:#444;content:\"");
	buf_add_slice(out, name);
	buf_add_text(out, "\"}@top-right{font:8pt sans-serif;color:#444;"
			  "content:\"");
	buf_add_slice(out, version);
	buf_add_text(out, "\"}@bottom-right{font:8pt sans-serif;color:#444;"
			  "content:counter(page) \" / \" counter(pages)}}\n");
}
