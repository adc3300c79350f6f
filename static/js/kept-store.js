/* A small store of this browser that outlives it: what is put is on the disk before the page is told.
   (localStorage is written down seconds later, and a browser that dies in between takes it along.) */
(function () {
  "use strict";

  var NAME = "tuphap";
  var STORE = "figures";

  /* Never rejects: without a store saving goes on, only nothing is kept. */
  var opened = new Promise(function (done) {
    try {
      var asked = window.indexedDB.open(NAME, 1);
      asked.onupgradeneeded = function () { asked.result.createObjectStore(STORE); };
      asked.onsuccess = function () {
        asked.result.onversionchange = function () { asked.result.close(); };
        done(asked.result);
      };
      asked.onerror = asked.onblocked = function () { done(null); };
    } catch (error) {
      done(null);
    }
  });

  /* Transactions on one store run in the order in which they were made. */
  function within(mode, work, otherwise) {
    return opened.then(function (database) {
      return new Promise(function (done) {
        if (!database) return done(otherwise);
        try {
          var deed = database.transaction(STORE, mode, { durability: "strict" });
          var asked = work(deed.objectStore(STORE));
          deed.oncomplete = function () { done(asked()); };
          deed.onabort = deed.onerror = function () { done(otherwise); };
        } catch (error) {
          done(otherwise);
        }
      });
    });
  }

  function nothing() {
    return undefined;
  }

  window.tuphap.kept = {
    put: function (name, value) {
      return within("readwrite", function (store) { store.put(value, name); return nothing; });
    },
    remove: function (name) {
      return within("readwrite", function (store) { store.delete(name); return nothing; });
    },
    /* All pairs of name and value. */
    all: function () {
      return within("readonly", function (store) {
        var names = store.getAllKeys();
        var values = store.getAll();
        return function () {
          return names.result.map(function (name, number) { return [name, values.result[number]]; });
        };
      }, []);
    }
  };
})();
