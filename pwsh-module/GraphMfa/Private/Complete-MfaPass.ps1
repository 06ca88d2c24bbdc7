function Complete-MfaPass {
    # Gives an object with a pass in the form that was asked for: as a SecureString, as text, or without it once a script
    # block has it. The text is on the object when it comes here, and leaves it in no other way.
    [CmdletBinding()]
    param(
        [Parameter(Mandatory, Position = 0)]
        [object] $Issued,

        [Parameter()]
        [bool] $AsPlainText,

        [Parameter()]
        [AllowNull()]
        [scriptblock] $DeliverPass
    )
    $text = $Issued.TemporaryAccessPass
    if ($null -ne $text -and -not $AsPlainText) {
        $secure = New-Object -TypeName System.Security.SecureString
        foreach ($letter in ([string] $text).ToCharArray()) { $secure.AppendChar($letter) }
        $secure.MakeReadOnly()
        $Issued.TemporaryAccessPass = $secure
    }
    if ($null -ne $text -and $null -ne $DeliverPass) {
        # Should it throw, the pass is not lost: the object that comes out still has it, and the error is reported.
        try {
            $null = & $DeliverPass $Issued
            $Issued.TemporaryAccessPass = $null
        }
        catch { Write-Warning -Message 'the pass could not be delivered, and is in the output instead: see the error'; Write-Error -ErrorRecord $_ -ErrorAction Continue }
    }
    $Issued
}
