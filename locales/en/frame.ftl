skip = Skip to the content
menu-main = Main menu
menu-quick = Quick menu
sign-out = Sign out
place-home = Home
place-search = Search
