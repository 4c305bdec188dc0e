"""Addresses: what a person can paste or type, and the places it names.

A `Link` is the only way to name a place. The command line, go-to, history, bookmarks and the copy menu all
hold links, and `App.go(link)` is the only door that opens one.

Text forms::

    search:WORDS?organization=ID&tag=air&format=csv&sort=-views
    dataset:ID#files
    resource:RID?COL__exact=V&COL__sort=desc&row=120
"""
