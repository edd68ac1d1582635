() => {
    // Also of a form that has a field of this name
    const attributes = one => Reflect.get(Element.prototype, 'attributes', one);
    if (!document.documentElement) return null;  // it is on its way to another page
    const isPage = /html|svg/.test(document.contentType);  // and not what the browser makes of another file
    const live = [];
    const code = /^[\x00-\x20]*(?:javascript|vbscript|data|blob|view-source|feed):/i;
    const elements = new Set(('iframe frame frameset object embed base applet portal fencedframe template textarea'
        + ' select audio video').split(' '));
    const links = new Set('canonical icon apple-touch-icon manifest stylesheet alternate'.split(' '));
    const addresses = new RegExp('^(?:.*:)?(?:href|src|action|formaction|data|poster|background|ping|srcdoc|to|from'
        + '|values|manifest)$', 'i');
    const path = address => new URL(address, location).pathname;
    for (const one of isPage ? document.querySelectorAll('*') : []) {
        const name = one.localName.replace(/^.*:/, '');
        const told = what => live.push(`${what} ${one.outerHTML.slice(0, 300)}`);
        if (elements.has(name) || name === 'style') told(name);
        if (name === 'link' && !links.has(one.rel)) told(name);
        if (name === 'script' && one.type !== 'application/ld+json'
            && !/^\/(?:.*\/)?(?:static|search)\/[\w-]+\.js$/.test(path(one.src))) told(name);
        if (name === 'meta' && one.httpEquiv && !/^content-security-policy$/i.test(one.httpEquiv)) {
            const leads = /^\d+; ?url=(.*)$/i.exec(one.content);  // an old address leads to a page of the site
            if (!leads || new URL(leads[1], location).origin !== location.origin) told(name);
        }
        for (const {name, value} of attributes(one)) {
            const plain = value.replace(/[\t\n\r]/g, '');
            if (/^on/i.test(name) || name === 'ping') told(name);
            if (addresses.test(name) && code.test(plain)) told(name);
            if (name === 'style' && !/^text-align: ?\w+;?$/.test(plain)) told(name);
        }
    }
    return [live, document.body ? document.body.innerText : document.documentElement.textContent];
}
