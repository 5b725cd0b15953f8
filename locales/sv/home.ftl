home-title = Hem
home-no-post-title = Du har inget uppdrag här än
home-no-post = När din chef har lagt in ditt uppdrag i ett team syns arbetet här.
