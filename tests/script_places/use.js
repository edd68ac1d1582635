() => {
    // Also of a form that has a field of this name
    const attributes = one => Reflect.get(Element.prototype, 'attributes', one);
    for (const one of document.querySelectorAll('*')) {
        for (const {name, value} of attributes(one)) {
            if (/^on/i.test(name)) one.dispatchEvent(new Event(name.slice(2)));
            if (/^(?:.*:)?(?:href|formaction|action)$/i.test(name) && /^[\x00-\x20]*(?:java|vb)/i.test(value)) {
                one.click ? one.click() : one.dispatchEvent(new MouseEvent('click', {bubbles: true}));
                if (one.requestSubmit) one.requestSubmit();
            }
        }
    }
}
