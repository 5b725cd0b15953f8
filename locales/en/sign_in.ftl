sign-in-title = Sign in
sign-in-expired = You were signed out after a while without use. What you had typed is kept and comes back in the same place.
sign-in-over = Signing in took too long. Please begin again.
sign-in-demo = This is an invented network to try things out in. Choose who you want to be.
sign-in-passkey = Sign in with a passkey
sign-in-passkey-failed = The passkey did not work. Try again, or sign in with your password.
sign-in-or = or
sign-in-email = E-mail
sign-in-password = Password
sign-in-continue = Continue
sign-in-wrong = The e-mail address or the password is not right.
sign-in-locked = There have been too many failed attempts. You can try again at { $time }. If you have a passkey you can use it now. Otherwise sign in with a recovery code, or ask the administrator for a new link.
sign-in-recovery-link = Sign in with a recovery code
sign-in-code-title = Confirm that it is you
sign-in-code = Code
sign-in-code-help = Six digits from your authenticator app. Without your phone, a recovery code will do.
sign-in-code-wrong = The code is not right, or it has been used already. Wait for the next one and try again.
sign-in-begin-again = Begin again
sign-in-recovery-title = Sign in with a recovery code
sign-in-recovery-about = This works even while sign-in is locked. Each code works once.
sign-in-recovery-code = Recovery code
sign-in-recovery-wrong = The e-mail address, the password or the code is not right.
sign-in-recovery-locked = There have been too many failed attempts here too. You can try again at { $time }, or ask the administrator for a new link.
sign-in-password-short = The password needs at least 12 characters. A whole sentence is fine.
sign-in-password-long = The password can have at most 200 characters.
sign-in-password-own-name = The password cannot be your name or your e-mail address.
sign-in-password-common = That password is among the first that anybody would guess. Choose another.
welcome-title = Welcome
welcome-heading = Welcome, { $name }
welcome-about = Choose how you want to sign in from now on. Your sign-in name is { $email }.
welcome-passkey-title = With a passkey
welcome-passkey-about = You sign in with your fingerprint, face or screen lock on your work phone or computer. It is the easiest and safest way.
welcome-password-title = With a password and an app
welcome-password = New password
welcome-password-help = At least 12 characters. A few words in a row are easy to remember and hard to guess.
welcome-app = Scan the picture with an authenticator app on your work phone. The app then shows a new code every half minute.
welcome-secret-by-hand = Cannot scan the picture?
welcome-code = The code the app shows
welcome-finish = Done, sign in
codes-title = Recovery codes
codes-about = With these codes you can sign in if your phone is gone or sign-in has been locked. Each code works once. They are shown only now.
codes-keep = Print this page or copy the codes by hand, and keep them locked away. Not in the computer, and not together with the phone.
codes-done = I have kept the codes
codes-left =
    { $codes ->
        [0] You have no codes left. Make new ones.
        [one] You have one code left.
       *[other] You have { $codes } codes left.
    }
