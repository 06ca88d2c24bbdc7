function Get-MfaSetupLine {
    # The plan of setting up an application in sentences, as -WhatIf and the question show it.
    [CmdletBinding()]
    [OutputType([string])]
    param(
        [Parameter(Mandatory, Position = 0)]
        [object] $Outcome
    )
    $name = ConvertTo-MfaValue $Outcome.displayName
    $steps = @($Outcome.steps | Where-Object -FilterScript { $_.status -eq 'planned' })
    if ($steps.Count -eq 0) { return "nothing to do: $name has what it needs already" }
    foreach ($step in $steps) {
        $subject = ConvertTo-MfaValue $step.subject
        switch ($step.action) {
            'registerApplication' { "register the application $subject"; break }
            'askPermission' { "let $name ask for $subject"; break }
            'addCertificate' { "give $name the certificate $subject"; break }
            'allowBrowser' { "let people sign in to $name in a browser on their own machine ($subject)"; break }
            'allowDeviceCode' { "let people sign in to $name with a device code"; break }
            'admitApplication' { "bring $name into the tenant (its service principal)"; break }
            'grantPermission' { "grant $name the permission $subject"; break }
            default { "$($step.action) $subject" }
        }
    }
}
